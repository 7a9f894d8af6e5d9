/** What other features and the pages may ask about sharing. Each looks as the viewer. */
export {
	audienceSummary,
	guestNames,
	type AudienceSummary,
	type SharedTitle
} from './audience.server.ts';
export { loadConsentFacts } from './facts.server.ts';
export { nameOf, namesIn, type Names } from './names.server.ts';
export { notices, type Notice } from './notices.server.ts';
export { proposalPage, type ProposalPage } from './proposalPage.server.ts';
export { proposedPicture } from './proposedPicture.server.ts';
export { sharePage, type SharePage } from './sharePage.server.ts';
export { waitingProposals, type Said, type Waiting } from './waiting.server.ts';
