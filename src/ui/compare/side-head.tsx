/** What a side is: a kernel with its patches, or what a real one printed. */
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { countText } from '../../base/count-text.ts'
import { AGREEMENT } from '../../scenarios/oracle/agreement.ts'
import { RECORDED } from '../../scenarios/recordings/index.ts'
import {
  chooseSide,
  kernelOfWords,
  kernelWords,
  leftSide,
  rightSide,
  useCompare,
} from '../../store/compare.ts'
import { chooseRecording, openRecorded } from '../../store/compare-recording.ts'
import type { SideAsk } from '../../store/desk-types.ts'
import { chooseKernel, flipPatch } from '../../store/kernel.ts'
import { patchesOf } from '../../store/patches.ts'
import { useApp } from '../../store/store.ts'
import { togglePatch, withKernel } from '../../store/text.ts'
import { Icon } from '../shared/icons.tsx'
import { PatchChip } from '../shared/patch-chip.tsx'

type Which = 'a' | 'b'

/** Patches that are offered; those that the side names are always shown. */
const SHOWN = 1
const FILE = 'file'

export function SideHead({ which }: { readonly which: Which }) {
  const chosen = useCompare((state) => state[which])
  const text = useApp((state) => state.doc.text)
  const run = useApp((state) => state.run.run)
  // What was not chosen follows the text.
  const side = text === '' || run === null ? null : (chosen ?? sideOf(which))
  if (side === null) return <header className="side-head" />
  return (
    <header className="side-head">
      <SideSelect which={which} side={side} />
      {side.is === 'kernel' ? <Chips which={which} words={side.words} /> : null}
      <span className="side-kind">{kindOf(side)}</span>
      <Source which={which} side={side} />
    </header>
  )
}

/** Beside a recording both sides say where they come from and what they see. */
function Source({ which, side }: { readonly which: Which; readonly side: SideAsk }) {
  const result = useCompare((state) => state.result)
  if (result?.a.is !== 'recording' && result?.b.is !== 'recording') return null
  const { sees } = result[which]
  return (
    <dl className="side-source">
      {side.is === 'kernel' || sees === null ? (
        <>
          <Fact name="checked">{side.is === 'kernel' ? checkedText(side.words) : ''}</Fact>
          <Fact name="sees">everything, also locks, TLBs and micro-steps</Fact>
        </>
      ) : (
        <>
          <Fact name="file">
            <code>{side.name}</code>
          </Fact>
          <Fact name="sees">{seesText(sees)}</Fact>
        </>
      )}
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** How far the profile agrees with what its own kernel recorded. */
function checkedText(words: string): string {
  const { version, patches } = kernelOfWords(words)
  const known = AGREEMENT.find(({ kernel }) => kernel === version)
  if (known === undefined) return 'no recording of this kernel is known'
  const said = `${countText(known.agree)} of ${countText(known.records)} recorded statements of its own kernel`
  return patches.length === 0 ? said : `${said}, before its patches`
}

/** The kernel in the name of a file such as `x@7.2.13.jsonl`, else the name. */
function recordedOn(name: string): string {
  const kernel = /@([^@]+)\.jsonl$/.exec(name)?.[1]
  return kernel === undefined ? name : `Linux ${kernel}`
}

function sideOf(which: Which): SideAsk {
  return which === 'a' ? leftSide() : rightSide()
}

function kindOf(side: SideAsk): string {
  if (side.is === 'recording') return 'a real kernel'
  const { patches } = kernelOfWords(side.words)
  if (patches.length === 0) return 'as released'
  if (patches.length > 1) return `${patches.length} patches changed`
  return patches[0]?.present === true ? 'patch put on' : 'patch taken away'
}

function seesText(sees: { raw: boolean; tables: boolean; calls: boolean }): string {
  const parts = [
    sees.raw ? 'raw entries' : 'page states only',
    ...(sees.tables ? ['tables'] : []),
    ...(sees.calls ? ['calls'] : []),
  ]
  return `${parts.join(', ')}; no locks, TLBs, values`
}

function SideSelect({ which, side }: { readonly which: Which; readonly side: SideAsk }) {
  const profiles = useApp((state) => state.hello?.profiles) ?? []
  const name = which === 'a' ? 'Kernel, left' : 'Kernel, right'
  const version = side.is === 'kernel' ? (kernelOfWords(side.words).version ?? '') : FILE

  function choose(value: string): void {
    if (value === FILE) return
    const recorded = RECORDED.find((one) => one.name === value)
    if (recorded !== undefined) {
      openRecorded(recorded)
      return
    }
    const { patches } = side.is === 'kernel' ? kernelOfWords(side.words) : { patches: [] }
    if (which === 'a' && (side.is === 'kernel' || value !== '')) {
      chooseSide('a', null)
      chooseKernel(value)
    } else chooseSide('b', { is: 'kernel', words: kernelWords({ version: value, patches }) })
  }

  return (
    <>
      <span className="select side-select">
        <select aria-label={name} value={version} onChange={(event) => choose(event.target.value)}>
          {side.is === 'recording' ? (
            <option value={FILE}>Recording {recordedOn(side.name)}</option>
          ) : null}
          {['release', 'stable'].map((kind) => (
            <optgroup key={kind} label={kind === 'release' ? 'Releases' : 'Stable, recorded'}>
              {profiles
                .filter((profile) => profile.kind === kind)
                .map((profile) => (
                  <option key={profile.name} value={profile.name}>
                    Linux {profile.name}
                  </option>
                ))}
            </optgroup>
          ))}
          {which === 'a' ? null : (
            <optgroup label="Recordings, with their scenario">
              {RECORDED.map(({ name: file, title, kernel }) => (
                <option key={file} value={file}>
                  {kernel}: {title}
                </option>
              ))}
            </optgroup>
          )}
        </select>
        <Icon name="chevronDown" />
      </span>
      <label className="button button-plain button-square side-file" title="Choose a recording">
        <Icon name="upload" />
        <span className="quiet">A recording, {which === 'a' ? 'left' : 'right'}</span>
        <input
          className="quiet"
          type="file"
          accept=".jsonl,application/json,text/plain"
          onChange={(event) => void chooseRecording(which, event.target.files?.[0])}
        />
      </label>
    </>
  )
}

function Chips({ which, words }: { readonly which: Which; readonly words: string }) {
  const hello = useApp((state) => state.hello)
  const run = useApp((state) => state.run.run)
  const text = useApp((state) => state.doc.text)
  const kernel = kernelOfWords(words)
  const states = useMemo(() => {
    if (run === null || hello === null) return []
    const own = kernelOfWords(words)
    const known = new Set(hello.patches.map(({ id }) => id))
    const here = { ...run, kernel: own.version ?? run.kernel }
    return patchesOf(withKernel(text, own), here, hello.profiles, known, SHOWN)
  }, [run, hello, text, words])

  function flip(id: string, present: boolean): void {
    if (which === 'a') {
      chooseSide('a', null)
      flipPatch(id, present)
      return
    }
    const profile = hello?.profiles.find((one) => one.name === kernel.version)
    const isNatural = profile?.patches.includes(id) ?? false
    const next = togglePatch(kernel, id, present, isNatural)
    chooseSide('b', { is: 'kernel', words: kernelWords(next) })
  }

  return states.map(({ id, present }) => (
    <PatchChip
      key={id}
      id={id}
      label={`${id}, ${which === 'a' ? 'left' : 'right'}`}
      present={present}
      flip={() => flip(id, !present)}
    />
  ))
}
