/** Digits as people write a card's number: alone, or in groups with a space (in a URL too) or a dash between them. */
const likeCards = /(?<![\d.])(?<!\d(?:[ +-]|%20))\d(?:(?:[ +-]|%20)?\d){12,18}(?!(?:[ +-]|%20)?\d)/g
/** Issuers' first digits (ISO/IEC 7812): what begins with another is an order number, a date, a counter. */
const issuer = /^(?:4|5[1-5]|2[2-7]|3[0-9]|6)/

/** Hides the numbers of payment cards, wherever they stand in a text. */
export function withoutCards(text: string, conceal: (card: string) => string): string {
  return text.replace(likeCards, (written) => {
    const digits = written.replace(/%20|\D/g, '')
    return issuer.test(digits) && passesLuhn(digits) ? conceal(digits) : written
  })
}

/** The check digit of card numbers (ISO/IEC 7812-1, Annex B): one number of ten passes by chance. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
