/** Schedules as text, a stretch of one actor at a time: `monitor×3 main×5 T monitor×2`. `*`, `x` or `.` may stand for `×`, `-` for a blank. */

export function scheduleText(schedule: readonly string[], times = '×'): string {
  const stretches: string[] = []
  for (let at = 0; at < schedule.length; ) {
    let end = at
    while (schedule[end] === schedule[at]) end++
    stretches.push(end - at === 1 ? `${schedule[at]}` : `${schedule[at]}${times}${end - at}`)
    at = end
  }
  return stretches.join(' ')
}

/** Turns beyond which no schedule goes. */
const LONGEST = 100_000

/** The actors turn by turn; a string says what cannot be read. */
export function readSchedule(text: string): string[] | string {
  const schedule: string[] = []
  for (const word of text.trim().split(/[\s,-]+/)) {
    if (word === '') continue
    const match = /^([A-Za-z_][A-Za-z0-9_]*)(?:[×x*:.](\d{1,6}))?$/.exec(word)
    const plain = /^([A-Za-z_][A-Za-z0-9_]*)$/.exec(word)
    const name = plain?.[1] ?? match?.[1]
    const times = plain !== null ? 1 : Number(match?.[2] ?? 1)
    if (name === undefined || times < 1) return `"${word}" is no stretch such as main×3`
    if (schedule.length + times > LONGEST) return `a schedule of more than ${LONGEST} turns`
    for (let i = 0; i < times; i++) schedule.push(name)
  }
  return schedule
}
