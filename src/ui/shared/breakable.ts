/** Names of the kernel may be broken behind each underscore, where there is little room. */
export function breakable(text: string): string {
  return text.replaceAll('_', '_\u200b')
}
