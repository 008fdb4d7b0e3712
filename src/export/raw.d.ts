/** The parts of the generated program are kept as C and imported as text. */
declare module '*?raw' {
  const text: string
  export default text
}
