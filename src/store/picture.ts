/** What the page asks of pictures that carry scenarios. */
export { escapeXml, pictureMetadata, readPicture } from '../lang/svg-scenario.ts'
