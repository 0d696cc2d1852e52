const endings =
  /\.(?:ico|css|js|mjs|map|png|jpe?g|gif|svg|webp|avif|woff2?|ttf|eot|mp3|mp4|webm|pdf|zip|docx?|xlsx?|txt|xml)$/i

/** Returns the path of a request target, without its query. */
export function pathOf(target: string): string {
  return target.replace(/[?#].*/s, '')
}

/** True for the path of what a web server usually serves as a file. */
export function isOfFile(path: string): boolean {
  return endings.test(path)
}
