/** What other features and the pages may ask about sharing. Each looks as the viewer. */
export { audienceSummary, type AudienceSummary } from './audience.server.ts';
export { isShared } from './isShared.server.ts';
export { loadConsentFacts } from './facts.server.ts';
export { nameOf, namesIn, type Names } from './names.server.ts';
export { proposalPage } from './proposalPage.server.ts';
export { proposedPart } from './proposedPart.server.ts';
export { sharePage } from './sharePage.server.ts';
export { toldUnasked } from './toldUnasked.server.ts';
export { waitingProposals, type Waiting } from './waiting.server.ts';
