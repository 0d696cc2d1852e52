/**
 * Characters that a reader cannot see but that change what is seen: C0 and C1 controls, and the bidirectional overrides
 * that can show text in an order other than the stored one (CVE-2021-42574). Tab and line breaks stay.
 */
// eslint-disable-next-line no-control-regex -- control characters are the very point
const invisible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Returns a rendered page with every such character shown as `⟨U+202E⟩`. */
export function withVisibleControls(html: string): string {
  return html.replace(
    invisible,
    (character) => `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )
}
