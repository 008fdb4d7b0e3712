/** The bar at the top: where you are, which scenario, which kernel, and what can be done with it. */

import { useApp } from '../../store/store.ts'
import { openDialog, showView, switchTheme } from '../../store/view.ts'
import { IconButton } from '../shared/icon-button.tsx'
import { Icon } from '../shared/icons.tsx'
import { useLayout, useMedia } from '../shared/use-media.ts'
import { KernelSelect } from './kernel-select.tsx'
import { MoreMenu } from './more-menu.tsx'
import { PatchChips } from './patch-chips.tsx'
import { ScenariosMenu } from './scenarios-menu.tsx'
import { ViewsNav } from './views-nav.tsx'
import { Sign } from './wordmark.tsx'

export function Header() {
  const layout = useLayout()
  // The course, the exercises and a recorded process are not about a scenario that is open.
  const isStart = useApp(
    ({ view, doc }) => view.view === 'start' || view.view === 'lesson' || doc.text === '',
  )
  return (
    <header className="header">
      <a className="header-home" href="#start" aria-label="ptescope, start page">
        <Sign />
        {/* On a phone the views need the room of the name. */}
        {layout === 'phone' ? null : <span className="header-word">ptescope</span>}
      </a>
      {layout === 'panes' || isStart ? <ViewsNav /> : null}
      {isStart ? null : (
        <>
          <span className="header-rule" />
          <ScenariosMenu />
        </>
      )}
      <span className="header-space" />
      {isStart ? <StartTools /> : <StageTools />}
    </header>
  )
}

function StartTools() {
  const layout = useLayout()
  return (
    <>
      <button
        type="button"
        className="button header-find"
        aria-label={layout === 'phone' ? 'Find a page, address, command' : undefined}
        onClick={() => openDialog('palette')}
      >
        <Icon name="search" />
        {layout === 'phone' ? null : (
          <>
            <span>Find a page, address, command</span> <kbd className="key">Ctrl K</kbd>
          </>
        )}
      </button>
      <span className="header-rule" />
      <ThemeButton />
      <HelpButton />
    </>
  )
}

function StageTools() {
  const layout = useLayout()
  // There each side has a kernel of its own.
  const isComparing = useApp((state) => state.view.view === 'compare')
  if (layout === 'phone') {
    return (
      <>
        <ShareButton />
        <MoreMenu />
      </>
    )
  }
  if (layout === 'rails') {
    return (
      <>
        {isComparing ? null : <KernelSelect />}
        <CompareButton />
        <ShareButton />
        <MoreMenu />
      </>
    )
  }
  return (
    <>
      {isComparing ? null : (
        <>
          <KernelSelect />
          <PatchChips />
          <span className="header-rule" />
        </>
      )}
      <CompareButton />
      <ShareButton isWordy />
      <ExportButton />
      <ThemeButton />
      <HelpButton />
    </>
  )
}

/** Opens the comparison, and leads back to the stage. */
function CompareButton() {
  const isOn = useApp((state) => state.view.view === 'compare')
  return (
    <button
      type="button"
      className={`button button-plain${isOn ? ' is-on' : ''}`}
      aria-pressed={isOn}
      onClick={() => showView(isOn ? 'stage' : 'compare')}
    >
      <Icon name="compare" size={18} />
      Compare
    </button>
  )
}

function ShareButton({ isWordy = false }: { isWordy?: boolean }) {
  return (
    <button
      type="button"
      className={`button button-plain ${isWordy ? '' : 'button-square'}`}
      aria-label="Share"
      onClick={() => openDialog('share')}
    >
      <Icon name="share" size={18} />
      {isWordy ? 'Share' : null}
    </button>
  )
}

function ExportButton() {
  return (
    <button type="button" className="button button-plain" onClick={() => openDialog('export')}>
      <Icon name="download" size={18} />
      Export
    </button>
  )
}

function ThemeButton() {
  const theme = useApp((state) => state.view.theme)
  const prefersDark = useMedia('(prefers-color-scheme: dark)')
  const isDark = theme === 'dark' || (theme === 'system' && prefersDark)
  return (
    <IconButton
      name="Theme"
      icon={isDark ? 'sun' : 'moon'}
      title={isDark ? 'Change to light' : 'Change to dark'}
      act={switchTheme}
      size={18}
    />
  )
}

function HelpButton() {
  return <IconButton name="Help" icon="help" act={() => openDialog('keys')} size={18} />
}
