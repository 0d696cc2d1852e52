import { jwtPattern, looksRandom } from '../model/random-text.js'
import { markStart } from '../model/marks.js'
import { searchOnce } from './search-once.js'
import { isSecretValue } from './secret-names.js'
import { replaceUrlPasswords } from './url-passwords.js'

/** A secret that is recognised by how it is written, whatever its name. */
interface Form {
  /** Quick check that is false for most texts. */
  readonly fits: (text: string) => boolean
  readonly replace: (text: string, replace: (secret: string) => string) => string
}

const jwt = byExpression(new RegExp(String.raw`(?<![\w-])()(${jwtPattern})`, 'g'), (text) => text.includes('eyJ'))

/** Matches up to the end of the key, or of a text that was cut. */
const pemKey = byExpression(/(-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----)([^]*?)(?=-----END|$)/g, (text) =>
  text.includes('PRIVATE KEY'),
)

/** Hashes as `crypt`, PHP's password_hash, WordPress and Django write them. They are secret because they can be guessed offline. */
const passwordHash = byExpression(
  /(?<![\w$])()(\$(?:2[abxy]?|argon2(?:id|i|d)|[1567]|P|H|S|y|scrypt)\$[\w./+=,-]{1,100}(?:\$[\w./+=,-]{1,200}){0,4}|pbkdf2_sha\d+\$\d+\$[\w./+=$-]{10,200})/g,
  (text) => text.includes('$'),
)

/** Keys whose prefix names their issuer. */
const issuedKey = byExpression(
  /(?<![\w-])()((?:AKIA|ASIA)[A-Z\d]{16}|gh[pousr]_\w{30,255}|github_pat_\w{30,255}|glpat-[\w-]{20,64}|[srp]k_(?:live|test)_\w{16,255}|xox[abeprs]-[\w-]{10,255}|AIza[\w-]{35}|SG\.[\w-]{16,64}\.[\w-]{16,128})(?![\w-])/g,
  (text) => /AKIA|ASIA|gh[pousr]_|github_pat|glpat-|k_(?:live|test)_|xox|AIza|SG\./.test(text),
)

/** `Authorization: Basic …` written out. `scheme` below matches a scheme followed by what looks like a credential. */
const authorization = byExpression(
  /(\bauthorization(?:\\?["']|\])?\s{0,4}(?::|=>?|,)\s{0,4}(?:\\?["'])?(?:[a-z][a-z\d-]{2,20}\s{1,4})?)([^\s"'\\,;<>&]{4,8000})/gi,
  (text) => /authorization/i.test(text),
)
const scheme = byExpression(
  /(\b(?:bearer|basic|negotiate|token)(?:\s{1,4}|%20|\+))([\w.~+/-]{8,8000}={0,2})/gi,
  (text) => /bearer|basic|negotiate|token/i.test(text),
  (secret) =>
    secret.endsWith('=') ||
    looksRandom(secret) ||
    (secret.length >= 16 && !/^[a-z]+$/i.test(secret) && /\d/.test(secret)),
)

/** Cookies in a log or a dump: every value is hidden, as in the header itself. */
const cookies: Form = {
  fits: (text) => /cookie/i.test(text),
  replace: (text, replace) =>
    text.replace(
      /(\b(?:set-)?cookie(?:\\?["']|\])?\s{0,4}(?::|=>)\s{0,4}(?:\\?["'])?)((?:[\w.%[\]-]{1,80}=[^\s;"'\\<>]{0,4000}(?:;\s?)?){1,100})/gi,
      (_, head: string, list: string) =>
        head +
        list.replace(/=([^\s;]+)/g, (whole, value: string) =>
          value.startsWith('[hidden') ? whole : `=${replace(value)}`,
        ),
    ),
}

const urlPassword: Form = { fits: (text) => text.includes('@'), replace: replaceUrlPasswords }

/** `/reset-password/TOKEN`, `/activate/TOKEN`: a path segment that announces the secret after it. */
const step =
  /((?:\/|%2F|\\\/)([\w.-]{0,40}(?:reset|activat|confirm|verif|invit|magic|unsubscribe|recover|passw|mot-?de-?passe|login|signin|auth|sso|token|session|share|key|secret)[\w.-]{0,40})(?:\/|%2F|\\\/))([\w.~=+-]{12,500})(?![\w.~=+-])/gi
const secretStep: Form = {
  fits: (text) => text.includes('/') || text.includes('%2F'),
  replace: (text, replace) =>
    text.replace(step, (whole, before: string, name: string, value: string) =>
      (looksRandom(value, 12) || isSecretValue(name, value)) && !/\.\w{2,5}$/.test(value)
        ? before + replace(value)
        : whole,
    ),
}

const forms: readonly Form[] = [
  pemKey,
  urlPassword,
  jwt,
  authorization,
  scheme,
  cookies,
  passwordHash,
  issuedKey,
  secretStep,
]

/** Replaces what is a secret by its form, anywhere in a text. */
export const replaceSecretForms = searchOnce((text, replace) =>
  forms.reduce((clean, form) => (form.fits(clean) ? form.replace(clean, replace) : clean), text),
)

/** @param expression its groups are what precedes the secret, and the secret. */
function byExpression(
  expression: RegExp,
  fits: Form['fits'],
  isSecret: (secret: string) => boolean = () => true,
): Form {
  return {
    fits,
    replace: (text, replace) =>
      text.replace(expression, (whole, before: string, secret: string) =>
        secret.trim() === '' || secret.startsWith(markStart.trim()) || secret.includes(markStart) || !isSecret(secret)
          ? whole
          : before + replace(secret),
      ),
  }
}
