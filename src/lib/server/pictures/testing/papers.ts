import * as mupdf from 'mupdf';

/** A letter of so many pages, each with a line of its own; with a password where one is given. */
export function letterOf(pages: number, password?: string): Buffer {
	const document = new mupdf.PDFDocument();
	const font = document.addSimpleFont(new mupdf.Font('Times-Roman'));
	for (let number = 1; number <= pages; number++) {
		const words = `BT /F1 36 Tf 72 720 Td (Dear Robin, page ${number}) Tj ET`;
		const page = document.addPage([0, 0, 595, 842], 0, { Font: { F1: font } }, words);
		document.insertPage(-1, page);
	}
	const lock = password ? `,encrypt=aes-256,user-password=${password},owner-password=x` : '';
	const made = Buffer.from(document.saveToBuffer(`compress${lock}`).asUint8Array());
	document.destroy();
	return made;
}
