import type { NoiseLearner } from '../learner.js'

const files = String.raw`\.(?:css|m?js|png|jpe?g|gif|svg|webp|ico|woff2?)`
const query = new RegExp(String.raw`(${files}\?(?:v|ver|version|t|_)=)[\w.-]+`, 'gi')
/** Letters and digits mixed, as in a hash: a number alone, such as that of a product's picture, is content. */
const hash = String.raw`(?=[0-9a-f]{0,39}\d)(?=[0-9a-f]{0,39}[a-f])[0-9a-f]{7,40}`
const hashed = new RegExp(String.raw`([.-])${hash}((?:\.min)?${files}\b)`, 'gi')

/** Masks versions in asset names. That two versions are the same file is assumed from its name. */
export const assetVersions: NoiseLearner = {
  id: 'asset-versions',
  about: 'Versions of style sheets, scripts and images: "style.css?ver=5", "app.3f9c2d1a.js".',
  mask: (value) => value.replace(query, '$1(version)').replace(hashed, '$1(version)$2'),
}
