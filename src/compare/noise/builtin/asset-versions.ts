import type { NoiseLearner } from '../learner.js'

const query = /(\.(?:css|m?js|png|jpe?g|gif|svg|webp|ico|woff2?)\?(?:v|ver|version|t|_)=)[\w.-]+/gi
const hashed = /([\w/-]+[.-])[0-9a-f]{7,40}(\.(?:min\.)?(?:css|m?js|png|jpe?g|gif|svg|webp|ico|woff2?)\b)/gi

/** The same file of two builds. That it is the same file is assumed by its name. */
export const assetVersions: NoiseLearner = {
  id: 'asset-versions',
  about: 'Versions of style sheets, scripts and images: "style.css?ver=5", "app.3f9c2d1a.js".',
  mask: (value) => value.replace(query, '$1(version)').replace(hashed, '$1(version)$2'),
}
