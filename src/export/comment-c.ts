/** Free text inside a C comment. */

/**
 * The text on one line, unable to end the comment, to open another, or to show itself in another order than it is
 * written: control and direction characters become a dot.
 */
export function commentText(text: string): string {
  return text
    .replace(/\*(?=\/)|\/(?=\*)|\?(?=\?)/g, '$& ')
    .replace(/\t/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '.')
    .replace(/\\+$/, '')
}
