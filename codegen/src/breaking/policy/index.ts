/** The policy: which earlier releases count, what is let through, and which version follows. */
export { checkCompatibilities, CompatibilityError } from './compatibility-of.js';
export { failsGate, type HeldChange } from './held-change.js';
export { type Held, holdChanges } from './hold-changes.js';
export { checkDeployed, defaultSettings, type PolicySettings, settingsIn } from './settings.js';
export { type SuggestedVersion, suggestedVersions } from './version-bump.js';
export { changelogText } from './changelog-text.js';
export { applyWaivers, waiverText } from './apply-waivers.js';
export { readWaivers, type WaiverFile } from './read-waivers.js';
