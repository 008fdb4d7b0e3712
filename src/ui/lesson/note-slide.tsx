/** A note: one thought, and the page tables as they are now. */
import type { OpenLesson } from '../../store/lesson.ts'
import { useLesson } from '../../store/lesson.ts'
import type { NoteSlide, Slide } from '../../store/lesson-slides.ts'
import { InlineText } from './inline.tsx'
import type { PagesMoment } from './live-picture.tsx'
import { Picture } from './picture.tsx'
import { RanList } from './ran.tsx'

interface NoteProps {
  readonly lesson: OpenLesson
  readonly slide: NoteSlide
  readonly moment: PagesMoment
}

export function NoteView({ lesson, slide, moment }: NoteProps) {
  const isFirst = useLesson((state) => state.at === 0)
  return (
    <div className="note">
      {isFirst ? (
        <>
          {lesson.number === null ? null : <p className="note-number">Lesson {lesson.number}</p>}
          <h1 className="note-title">{lesson.title}</h1>
        </>
      ) : (
        <h1 className="quiet">{lesson.title}</h1>
      )}
      <p className="note-text" data-slide-text>
        <InlineText text={slide.text} />
      </p>
      <LivePart slide={slide} moment={moment} />
    </div>
  )
}

/** What ran, and what it made of the pages. */
export function LivePart({
  slide,
  moment,
}: {
  readonly slide: Slide
  readonly moment: PagesMoment
}) {
  const { now, fresh } = moment
  return (
    <div className="note-live">
      <RanList ran={slide.ran} />
      {now === null || now.pages.length === 0 ? null : (
        <Picture now={now} hasWay fresh={fresh} size="large" />
      )}
    </div>
  )
}
