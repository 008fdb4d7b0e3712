import { useApp } from '../../store/store.ts'
import { VIEWS } from '../views.ts'

export function ViewsNav() {
  const view = useApp((state) => state.view.view)
  return (
    <nav className="views" aria-label="Views">
      {VIEWS.map(({ id, title }) => (
        <a key={id} href={`#${id}`} aria-current={id === view ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  )
}
