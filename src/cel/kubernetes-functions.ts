import { comparisons } from './comparisons.ts';
import { formatFunctions } from './format-functions.ts';
import { listFunctions } from './list-functions.ts';
import { networkFunctions } from './network-functions.ts';
import { optionalFunctions } from './optional-functions.ts';
import { quantityFunctions } from './quantity-functions.ts';
import { regexFunctions } from './regex-functions.ts';
import { semverFunctions } from './semver-functions.ts';
import { urlFunctions } from './url-functions.ts';

/** Kubernetes' libraries that both an API server (1.36) and a hub of Open Cluster Management (1.0.0) have. */
export const kubernetesFunctions = [
  ...comparisons,
  ...formatFunctions,
  ...listFunctions,
  ...networkFunctions,
  ...optionalFunctions,
  ...quantityFunctions,
  ...regexFunctions,
  ...semverFunctions,
  ...urlFunctions,
];
