/** Everything the user can do, once: keys, the command palette and the list under `?` are all made from this. */
import { actById, paletteOf } from './act.ts'
import { canRedo, canUndo, redo, rerun, setEditing, undo } from './doc.ts'
import { asksSomething, lessons } from './lesson-state.ts'
import { withPart } from './rooms.ts'
import type { State } from './state.ts'
import { app } from './store.ts'
import {
  setGrain,
  statementBack,
  statementForward,
  stepBack,
  stepForward,
  stepInto,
  stepOut,
  stepOver,
  toFirst,
  togglePlay,
  toLast,
} from './time.ts'
import { startTour } from './tour.ts'
import { openDialog, showView, switchTheme } from './view.ts'

export type CommandGroup =
  | 'Move in time'
  | 'Find and show'
  | 'Act on the page'
  | 'Edit'
  | 'Lesson'
  | 'Compare'

export interface Command {
  readonly id: string
  /** Begins with a verb. */
  readonly title: string
  readonly group: CommandGroup
  /** As tinykeys writes them; the first is the one that is shown. */
  readonly keys: readonly string[]
  readonly enabled: (state: State) => boolean
  readonly run: () => void
}

const always = (): boolean => true
const hasRun = (state: State): boolean => state.run.run !== null
const hasMoment = (state: State): boolean => hasRun(state) && state.view.view !== 'start'
const onStage = (state: State): boolean =>
  hasMoment(state) && ['stage', 'map'].includes(state.view.view)
const inCompare = (state: State): boolean => hasRun(state) && state.view.view === 'compare'
const inLesson = (state: State): boolean =>
  state.view.view === 'lesson' && lessons.getState().lesson !== null
const hasPage = (state: State): boolean => onStage(state) && paletteOf(state) !== null

function command(
  group: CommandGroup,
  id: string,
  title: string,
  keys: readonly string[],
  enabled: (state: State) => boolean,
  run: () => void,
): Command {
  return { id, title, group, keys, enabled, run }
}

export const COMMANDS: readonly Command[] = [
  command('Move in time', 'time.stepForward', 'Step forward', ['ArrowRight'], onStage, stepForward),
  command('Move in time', 'time.stepBack', 'Step back', ['ArrowLeft'], onStage, stepBack),
  command(
    'Move in time',
    'time.statementForward',
    'Go to the next statement',
    ['Shift+ArrowRight'],
    onStage,
    statementForward,
  ),
  command(
    'Move in time',
    'time.statementBack',
    'Go back a statement',
    ['Shift+ArrowLeft'],
    onStage,
    statementBack,
  ),
  command('Move in time', 'time.play', 'Play or pause', ['Space'], onStage, togglePlay),
  command('Move in time', 'time.first', 'Go to the first step', ['Home'], onStage, toFirst),
  command('Move in time', 'time.last', 'Go to the last step', ['End'], onStage, toLast),
  command('Move in time', 'time.over', 'Step over', ['o', 'F10'], onStage, stepOver),
  command('Move in time', 'time.into', 'Step into', ['i', 'F11'], onStage, stepInto),
  command('Move in time', 'time.out', 'Step out', ['u', 'Shift+F11'], onStage, stepOut),
  command(
    'Move in time',
    'time.previousChange',
    'Go to the previous change of the entry',
    ['['],
    onStage,
    () => withPart('biography', (it) => it.toPreviousChange()),
  ),
  command(
    'Move in time',
    'time.nextChange',
    'Go to the next change of the entry',
    [']'],
    onStage,
    () => withPart('biography', (it) => it.toNextChange()),
  ),
  command('Move in time', 'time.byStep', 'Move by steps', [], onStage, () => setGrain('word')),
  command('Move in time', 'time.byCall', 'Move by calls', [], onStage, () => setGrain('call')),
  command('Move in time', 'time.byStatement', 'Move by statements', [], onStage, () =>
    setGrain('statement'),
  ),
  command('Compare', 'compare.next', 'Go to the next divergence', ['d'], inCompare, () =>
    withPart('comparing', (it) => it.nextDivergence()),
  ),
  command('Compare', 'compare.first', 'Go to the first divergence', [], inCompare, () =>
    withPart('comparing', (it) => it.firstDivergence()),
  ),
  command('Compare', 'compare.forward', 'Step both sides', ['ArrowRight'], inCompare, () =>
    withPart('comparing', (it) => it.compareForward()),
  ),
  command('Compare', 'compare.back', 'Step both sides back', ['ArrowLeft'], inCompare, () =>
    withPart('comparing', (it) => it.compareBack()),
  ),
  command(
    'Compare',
    'compare.statementForward',
    'Go to the end of the statement, on both sides',
    ['Shift+ArrowRight'],
    inCompare,
    () => withPart('comparing', (it) => it.compareStatementForward()),
  ),
  command(
    'Compare',
    'compare.statementBack',
    'Go back a statement, on both sides',
    ['Shift+ArrowLeft'],
    inCompare,
    () => withPart('comparing', (it) => it.compareStatementBack()),
  ),
  command('Compare', 'compare.play', 'Play or pause both sides', ['Space'], inCompare, () =>
    withPart('comparing', (it) => it.comparePlay()),
  ),
  command('Compare', 'compare.start', 'Go to the beginning', ['Home'], inCompare, () =>
    withPart('comparing', (it) => it.compareFirst()),
  ),
  command('Compare', 'compare.end', 'Go to the end of both', ['End'], inCompare, () =>
    withPart('comparing', (it) => it.compareLast()),
  ),
  command('Compare', 'compare.over', 'Step both over', ['o', 'F10'], inCompare, () =>
    withPart('comparing', (it) => it.compareOver()),
  ),
  command('Compare', 'compare.into', 'Step both into', ['i', 'F11'], inCompare, () =>
    withPart('comparing', (it) => it.compareInto()),
  ),
  command('Compare', 'compare.out', 'Step both out', ['u', 'Shift+F11'], inCompare, () =>
    withPart('comparing', (it) => it.compareOut()),
  ),
  command('Find and show', 'find.palette', 'Find anything', ['$mod+k', '/'], always, () =>
    openDialog('palette'),
  ),
  command('Find and show', 'view.stage', 'Show the stage', ['1'], always, () =>
    withPart('open', (it) => it.openView('stage')),
  ),
  command('Find and show', 'view.map', 'Show the map', ['2'], always, () =>
    withPart('open', (it) => it.openView('map')),
  ),
  command('Find and show', 'view.explore', 'Explore all interleavings', ['3'], always, () =>
    withPart('open', (it) => it.openView('explore')),
  ),
  command('Find and show', 'view.compare', 'Compare two kernels', ['5'], always, () =>
    withPart('open', (it) => it.openView('compare')),
  ),
  command('Find and show', 'view.start', 'Show the start page', [], always, () =>
    showView('start'),
  ),
  command('Find and show', 'view.share', 'Share this moment', ['s'], hasMoment, () =>
    openDialog('share'),
  ),
  command('Find and show', 'view.export', 'Export', ['e'], hasMoment, () => openDialog('export')),
  command('Find and show', 'view.theme', 'Change the theme', [], always, switchTheme),
  command('Find and show', 'view.keys', 'Show the keys', ['?'], always, () => openDialog('keys')),
  command('Find and show', 'view.coverage', 'Show what is modelled', [], always, () =>
    openDialog('coverage'),
  ),
  command('Find and show', 'view.about', 'Show the licences', [], always, () =>
    openDialog('about'),
  ),
  command('Find and show', 'open.fourSteps', 'Play the four steps', [], always, () =>
    withPart('open', (it) => it.playFourSteps()),
  ),
  command('Act on the page', 'act.write', 'Write to the page', ['w'], hasPage, () =>
    actById('write'),
  ),
  command('Act on the page', 'act.read', 'Read the page', ['r'], hasPage, () => actById('read')),
  command('Act on the page', 'act.protect', 'Write-protect the page', ['p'], hasPage, () =>
    actById('protect'),
  ),
  command('Act on the page', 'act.resolve', 'Resolve the page', ['v'], hasPage, () =>
    actById('resolve'),
  ),
  command('Act on the page', 'act.fork', 'Fork', [], hasPage, () => actById('fork')),
  command('Act on the page', 'act.poll', 'Read a message', [], hasPage, () => actById('poll')),
  command('Edit', 'edit.undo', 'Undo', ['$mod+z'], canUndo, undo),
  command('Edit', 'edit.redo', 'Redo', ['$mod+Shift+z'], canRedo, redo),
  command('Edit', 'edit.open', 'Edit the scenario', [], onStage, () => setEditing(true)),
  command('Edit', 'edit.rerun', 'Run again', [], hasRun, rerun),
  command('Edit', 'edit.paste', 'Open your own scenario', [], always, () => openDialog('paste')),
  command('Find and show', 'tour.start', 'Take the tour', [], always, startTour),
  command('Find and show', 'view.lesson', 'Show the lesson', ['4'], always, () =>
    showView('lesson'),
  ),
  command('Lesson', 'lesson.next', 'Next slide', ['PageDown', 'ArrowRight'], inLesson, () =>
    withPart('lesson', (it) => it.nextSlide()),
  ),
  command('Lesson', 'lesson.back', 'Back a slide', ['PageUp', 'ArrowLeft'], inLesson, () =>
    withPart('lesson', (it) => it.previousSlide()),
  ),
  command('Lesson', 'lesson.blank', 'Blank the screen', ['.'], inLesson, () =>
    withPart('lesson', (it) => it.toggleBlank()),
  ),
  command('Lesson', 'lesson.notes', 'Show the teacher’s notes', ['n'], inLesson, () =>
    withPart('notes', (it) => it.toggleNotes()),
  ),
  command('Lesson', 'lesson.fullScreen', 'Fill the screen', ['f'], inLesson, () =>
    withPart('lesson', (it) => it.toggleFullScreen()),
  ),
  command(
    'Lesson',
    'lesson.own',
    'Open as a lesson',
    [],
    (state) => hasRun(state) && asksSomething(state.doc.text),
    () => withPart('lesson', (it) => it.openAsLesson()),
  ),
]

/** Runs a command if it can be run now; tells whether it was. */
export function runCommand(command: Command): boolean {
  if (!command.enabled(app.getState())) return false
  command.run()
  return true
}

const KEY_WORDS: Readonly<Record<string, string>> = {
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
  $mod: 'Ctrl',
}

/** The caps of a key as they are printed: `['Ctrl', 'K']`. */
export function capsOf(key: string): readonly string[] {
  const caps = key.split('+').map((cap) => KEY_WORDS[cap] ?? cap)
  return caps.length > 1 ? caps.map((cap) => (cap.length === 1 ? cap.toUpperCase() : cap)) : caps
}
