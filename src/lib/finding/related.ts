/**
 * Words close in meaning, one group a line: who searches for one of them finds the others too, with less
 * weight. What families say and what the field calls it; the grouping is ours, and only English.
 */
const lines = `
miscarriage miscarried miscarry miscarrying miscarriages
stillbirth stillborn stillbirths
termination terminate terminated abortion tfmr feticide
ectopic tube tubes tubal fallopian
molar mole hydatidiform
premature prematurely preterm prem preemie prematurity
nicu intensive incubator neonatal neonate ventilator
died death dead die dying dies lifeless
loss lost lose losing losses
grief grieve grieving grieved mourn mourning mourned bereaved bereavement sorrow
baby babies infant newborn newborns
child children kid kids
daughter daughters girl girls
son sons boy boys
mother mothers mum mums mom moms mama mam
father fathers dad dads daddy papa
husband partner wife spouse
parent parents
grandmother grandma gran nan granny grandmothers
grandfather grandad grandpa granddad
sibling siblings brother brothers sister sisters
twin twins
triplet triplets
heartbeat pulse heart heartbeats
scan scans ultrasound sonographer sonogram screen
photograph photographs photos photo pictures picture camera
doctor doctors consultant physician gp specialist registrar obstetrician
nurse nurses midwife midwives
hospital ward clinic
birth born birthday delivered delivery delivering deliver
labour labor contractions induced induction
caesarean cesarean section theatre operation surgery surgeon surgical
placenta placental abruption
cord umbilical
cervix cervical cerclage stitch stitched stitches
waters amniotic membranes
infection bacterial bacteria virus strep listeria sepsis fever
preeclampsia eclampsia hypertension hellp pressure
chromosome chromosomes trisomy chromosomal genetic
heart cardiac
brain anencephaly neural
kidney kidneys renal
oxygen asphyxia hypoxia
bleeding blood bled bleed haemorrhage
pregnant pregnancy pregnancies expecting
ivf embryo embryos fertility infertility donor conceive conceiving
funeral funerals burial buried bury grave graves cemetery
cremation cremated ashes urn crematorium
church vicar priest parish minister chapel congregation
god faith pray prayer prayed religious religion
muslim imam mosque islam islamic
jewish rabbi synagogue shiva kaddish
hindu priest temple
baptised baptism christened christening blessed
work job office colleague colleagues desk employer
leave maternity
friend friends
milk breast breasts lactation expressed pumping breastfeeding
guilt guilty blame blamed fault forgive responsible
angry anger furious rage fury raged
afraid fear frightened terrified scared terror anxious anxiety
panic anxiety
cry cried crying weep wept weeping tears sob
night nights sleep slept sleeping
nightmares nightmare dreaming dream dreams
counsellor counselling therapist therapy psychologist
group meeting support
alcohol drank drink drinking bottle
anniversary anniversaries birthday
christmas holidays holiday
name named names naming
footprints prints handprints
hands hand fingers finger
crib cot cradle moses
nursery room bedroom
clothes vest dress dressed dressing
bath bathe bathed washed wash washing
tattoo ink inked
teddy bear
autopsy mortem postmortem
mistake negligence negligent error misread
pandemic covid virus lockdown
school class pupils teacher
teenager teenage sixteen schoolgirl
small tiny little
`;

const groups = lines.trim().split('\n');
const ofWord = new Map<string, string[]>();
for (const group of groups) {
	for (const word of group.split(' ')) ofWord.set(word, [...(ofWord.get(word) ?? []), group]);
}

/** For each word, those close to it in meaning, as one text; empty where there are none. */
export function kinOf(words: readonly string[]): string[] {
	return words.map((word) => (ofWord.get(word) ?? []).join(' '));
}
