/** Lines at the top that wait for an answer: a new version, a kept text, a link that replays otherwise. */
import { answer, dismiss } from '../store/notices.ts'
import { useApp } from '../store/store.ts'
import { IconButton } from './shared/icon-button.tsx'
import './notices.css'

export function Notices() {
  const notices = useApp((state) => state.view.notices)
  return (
    <div className="notices" role="status">
      {notices.map((notice) => (
        <div key={notice.id} className="notice-row">
          <p>
            <strong>{notice.title}</strong> {notice.text}
          </p>
          {notice.action === null ? null : (
            <button type="button" className="button" onClick={() => answer(notice.id)}>
              {notice.action}
            </button>
          )}
          <IconButton
            name={`Put aside: ${notice.title}`}
            icon="close"
            act={() => dismiss(notice.id)}
          />
        </div>
      ))}
    </div>
  )
}
