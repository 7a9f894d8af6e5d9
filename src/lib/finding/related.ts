/**
 * Words close in meaning, one group a line: who searches for one of them finds the others too, with less
 * weight. What families say and what the field calls it; the grouping is ours, and only English.
 */
const lines = `
miscarriage miscarried miscarry losing loss
stillbirth stillborn born sleeping silent lifeless
termination terminate terminated abortion tfmr feticide ended ending choice chose choose decided decision injection needle
continue carry carried keep
ectopic tube tubal fallopian womb uterus outside ruptured
molar mole hydatidiform trophoblastic grapes tissue cells abnormal
premature prematurely preterm prem preemie prematurity early soon tiny
nicu intensive incubator neonatal neonate ventilator machine alarm monitor tubes wires lines bedside glass
neonatal newborn lived hours minutes breathed alive days
sudden suddenly unexpected warning unexpectedly
died death dead die dying passed away gone lost lifeless
loss lost lose losing bereaved bereavement
grief grieve grieving mourn mourning mourned mourner bereaved bereavement sorrow
sad sadness sorrow miserable unhappy grief heartbroken
baby infant newborn child little
unborn foetus fetus baby womb
child children kid
daughter girl her
son boy
mother mum mom mama mam motherhood mothering
father dad daddy papa fatherhood
husband partner wife spouse marriage married
parent parents mother father
grandmother grandma gran nan granny grandparent
grandfather grandad granddad grandpa grandparent
sibling brother sister
twin twins triplet multiples two both survivor surviving survived womb
aunt uncle cousin relatives relations family kin
inlaws mother law father
stepfather stepdad stepmother step blood biological
lesbian gay women mums wife two mum same sex
heartbeat pulse heart tone flicker
scan ultrasound sonographer sonogram screen technician monitor image gel
photograph photo picture camera photographer portrait images
doctor consultant physician specialist registrar obstetrician surgeon
nurse midwife staff sister matron
hospital ward clinic unit surgery
birth born deliver delivered delivery delivering labour
labour labor contraction induce induced induction push pushed
caesarean cesarean section theatre operation operated surgery surgeon surgical
placenta placental abruption afterbirth
cord umbilical knot
cervix cervical cerclage stitch stitched incompetent insufficiency bed rest
bedrest bed lying rest flat
waters amniotic membrane ruptured rupture broke leak
infection infected bacteria bacterial virus viral strep listeria sepsis fever temperature illness caught
preeclampsia eclampsia hypertension hellp pressure platelet liver
chromosome trisomy chromosomal genetic gene inherited carrier down edwards patau translocation syndrome
heart cardiac ventricle defect congenital
brain anencephaly neural head
spine spina bifida back spinal malformation gap
malformation defect anomaly abnormality condition disability syndrome diagnosis
kidney renal potter
oxygen asphyxia hypoxia cooling
bleeding blood bleed haemorrhage red spotting
pain cramp hurt hurting suffering suffer ache
pregnant pregnancy expecting expectant carrying bump
ivf embryo fertility infertility donor egg transfer treatment round
conceive conception trying cycle period ovulation test infertile thermometer
surrogate surrogacy carrier
adopt adoption foster
subsequent rainbow again next another later after second
newborn healthy alive living well home
antenatal appointment check midwife scan
due date term overdue full forty thirty nine
funeral burial buried bury grave cemetery coffin ceremony service farewell
coffin box casket basket
cremation cremated ashes urn crematorium fire scatter jar
undertaker funeral director mortuary morgue
grave headstone stone cemetery plot
goodbye farewell parting parted
church vicar priest parish minister chapel congregation pastor choir chaplain
god faith pray prayer religious religion believe belief heaven angel
muslim imam mosque islam islamic
jewish rabbi synagogue shiva kaddish
hindu priest temple river pyre
buddhist temple jizo monk
catholic mass priest baptism
ritual custom tradition traditional rite culture ceremony
baptised baptise baptism christened christening blessed blessing
work job office colleague desk employer boss shift wages return career
leave maternity paternity payslip
friend friends friendship mate
avoid avoided avoiding crossed ignored pavement street silence
silent silence silently quiet quietly speechless hush
awkward clumsy wrong stupid words
neighbour neighbor next door village street
stranger unknown somebody passer
kind kindness gentle tender humane caring compassion
milk breast lactation express pump breastfeed leak
guilt guilty blame blamed fault forgive responsible shame ashamed sorry
shame ashamed embarrassed secret secretly hide
relief relieved glad
lucky luck thankful grateful gratitude bless
angry anger furious rage fury raged bitter cross
jealous jealousy envy envious resent resentful
jealous shower expecting bump pregnant pram
afraid fear frightened terrified scared terror anxious anxiety dread worry worried nervous
panic anxiety attack racing breathe alarm
trauma flashback ptsd shock
numb numbness fog empty nothing blank
lonely alone loneliness isolated isolation
tired exhausted exhaustion weary weariness fatigue
cry cried crying weep wept tear sob
laugh laughed laughter smile joke
hope hoped hopeful hoping
help helped support comfort comforting console
night sleep slept insomnia awake
nightmare dream dreaming asleep sleep
counsellor counselling therapist therapy psychologist psychiatrist
depression depressed tablets antidepressant dark pills
group meeting support circle share
suicide suicidal alive kill
alcohol drank drink drinking bottle drunk wine addict
smoking smoke cigarette
anniversary birthday yearly each year every
year years decade decades long ago
christmas holiday stocking festive celebration eid easter
carnation flower card mother
name named naming called call
footprint print handprint feet foot ink
hand finger hold held holding grasped grip
hold held holding cuddle cuddled arms chest lap
skin touch touched stroke stroked
see saw seeing look looked looking face meet met
face mouth eyes features nose resembled
weigh weight weighed pounds grams kilos heavy
crib cot cradle moses basket
nursery room bedroom wall paint painted
pram pushchair buggy car seat
clothes clothe vest dress dressed dressing hat bootees knit knitted babygrow cardigan
bath bathe bathed washed wash washing
keepsake memory memento box shoebox lock blanket remember treasure
blanket shawl wrap wrapped
memorial remembrance remember tree candle garden plant
candle light lamp
star sky heaven rainbow
letter write wrote writing diary journal poem
song sing sang music played lullaby tune
tattoo ink inked
teddy bear toy
dog cat pet animal
run ran running marathon sport walk exercise
walk walked walking wandered canal
autopsy mortem postmortem examination results report
mistake negligence negligent error misread overlooked missed trace ctg investigation inquiry
apology apologise sorry complaint compensation lawyer court
reason cause why answer explanation explain unexplained
prevent prevented preventable avoid
pandemic covid virus lockdown mask restrictions visor
school class pupil teacher teach
playground school nursery
teenager teenage sixteen schoolgirl teen young
older age forty menopause
small tiny little
tall grown grow growing
hospice palliative
cold cuddle cot cool
certificate register registration registrar registry official officially form law legal paper
council records archive
army navy soldier ship sea posted abroad deployed forces military
prison prisoner jail guard officer cuff handcuffed inside
deaf hearing sign signed disability interpreter
blind disabled wheelchair disability
language interpreter foreign abroad country immigrant translate
foreign migrant refugee country abroad home aunts
money pay afford cost wages poor price bills
drive drove car travel journey distance far miles
intimacy sex intimate touch bed
marriage husband wife separated divorce argue apart relationship couple
divorce separated apart split
wedding married
reminder remind reminded
guest visitor visit visitors
advert advertisement adverts advertising internet facebook social media online email survey company offers
phone telephone rang call called ring
toilet lavatory bathroom restroom flush flushed flushing
public petrol station street bus shop
ambulance emergency siren paramedic urgent urgently
anaesthetic unconscious coma woke wake
icu intensive coma
stepchild blended
sea beach ocean water coast shore
house home moved move
celebrate celebration party festive cake
forget forgot forgotten forgetting memory
regret regretted wish wished
question ask asked asking answer
told tell telling announce announced announcement news
secret secretly nobody hide hidden
expect expected expecting
brave strong strength cope coping
normal ordinary usual everyday
comment comments remark advice platitude patient least fine reason
future plans plan dream
body betrayed failed failure
weight bump body stomach belly coat congratulated
belly stomach bump abdomen
cook cooked food meal casserole pie soup ate eat
food cheese ate poisoning eating
leaflet booklet information
`;

const ofRoot = new Map<string, string[]>();
for (const group of lines.trim().split('\n')) {
	for (const root of new Set(group.split(' ').map(rootOf)))
		ofRoot.set(root, [...(ofRoot.get(root) ?? []), group]);
}

/** For each word, those close to it in meaning, as one text; empty where there are none. */
export function kinOf(words: readonly string[]): string[] {
	return words.map((word) => (ofRoot.get(rootOf(word)) ?? []).join(' '));
}

/** A word without its commonest endings, so that a group needs only one form of each. */
function rootOf(word: string): string {
	return word.replace(/(?<=...)(?:ing|ed|es|s|e|y)$/, '');
}
