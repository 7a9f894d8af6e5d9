/**
 * Who says what to whom. The meaning of a sentence says what it is about; hardly ever whose side it is
 * on. These few signs of how it is said stand beside it: "you should have gone earlier" and "they told
 * me I should have gone earlier" mean nearly the same, and are not the same.
 */

/** Sentences as the signs read them: lower case, straight apostrophes, contractions written out. */
export function plain(sentence: string): string {
	return sentence
		.toLowerCase()
		.replaceAll(/[’‘`´]/g, "'")
		.replaceAll(/\s+/g, ' ')
		.replaceAll(/\b(ca|wo|sha)n'?t\b/g, (_, verb: string) => `${whole[verb]} not`)
		.replaceAll(/n't\b/g, ' not')
		.replaceAll(/\b(do|does|did|should|could|would|was|is|have|had)nt\b/g, '$1 not')
		.replaceAll(
			/\b(i|you|he|she|it|we|they|that|who|there|someone|somebody)'d\b(?= (have|like|rather|love|be|say|go|give)\b)/g,
			'$1 would'
		)
		.replaceAll(/\b(i|you|he|she|we|they)'d\b/g, '$1 had')
		.replaceAll(/\b(\w+)'ll\b/g, '$1 will')
		.replaceAll(/\b(you|we|they)'re\b/g, '$1 are')
		.replaceAll(/\bi'm\b|\bim\b/g, 'i am')
		.replaceAll(/\b(\w+)'ve\b/g, '$1 have')
		.replaceAll(/\bur\b/g, 'your')
		.replaceAll(/\bu\b/g, 'you')
		.replaceAll(/\b(gonna)\b/g, 'going to')
		.replaceAll(/\b(wanna)\b/g, 'want to')
		.trim();
}
const whole: Record<string, string> = { ca: 'can', wo: 'will', sha: 'shall' };

const you = String.raw`\byou(r|rs|rself|rselves)?\b`;
const child = String.raw`(bab(y|ies)|child(ren)?|kid|son|daughter|boy|girl|person|human being|mother|mum|mom|parent|father|birth|loss|life)`;

/** Told of others, or of another time: what somebody said, asked, thought. */
const told =
	/\b(told|tell|tells|telling|said|says|asked|asks|wrote|called|calls|claimed|thinks|thought|suggested|insisted|believed|heard|hear|whispered)\b.*\b(me|us|him|her|you|that|it)\b|\b(people|everyone|everybody|somebody|someone|nobody|no one|they|friends?|colleagues?|neighbours?|a (woman|man|nurse|doctor|stranger|lady)|my (own )?(mother|father|mum|dad|aunt|uncle|boss|sister|brother|family|husband|wife|doctor|gp|in-laws|mother-in-law|friends?|church)|the (doctor|nurse|midwife|consultant|priest|vicar|chaplain|registrar)) (\w+ ){0,3}(told|tell|tells|say|says|said|asked|asks|thinks|thought|called|calls|kept saying|will say|will tell|writes|wrote)\b/;
/** Taken back in the same breath: "it was not your fault", "nobody should ever say". */
const denied =
	/\b(nothing you|not your fault|not (a )?(punishment|your doing)|was not (for|god)|never your|no (mother|one|body) could|nobody (could|should|has)|no one (could|should|has)|do not (let|have to|need to|be|worry)|need not|not have to|wrong to (say|tell|speak)|i do not (think|believe)|i hope (that )?(no one|nobody)|whoever (told|said)|allowed to|would (have )?(made|changed) no|not have changed|even if you|could not have|you were right|hope you|you (are|were) (not|never|no) (selfish|mad|making|too|careless|alone|a (murderer|bad|monster|failure|coward)|asking|weak|dramatic)|(you|your \w+) (did|do) not (fail|do this|let (him|her|them) down|cause)|not happen for|god was not|god did not|no at least|there is no|should (not|never) have (had|been|happened)|shame(fully)? |let down by|by love|of love|out of love|with love|with your whole|allowed|every right|no one gets|nobody gets|nobody else)\b/;
const own =
	/^(\W*(and|but|so|then|because|when|for|if|that|yes|no|well|today|yesterday|still|sometimes|once|since|after|before|until) )*(i|we|my|our|mine|me|us)\b/;

const blame = [
	/\byou (really |simply |just |probably |certainly )?(should|ought to|could|might|must)( really| simply| just| easily| at least| perhaps)? have (?!(been (sent|believed|listened|heard|taken|told|offered|given|treated|left|warned|allowed|asked|spared|looked|putting|with|able|home|here|holding)|had|got to|held him|held her|to have|known him|known her|met|loved|understood|helped|no idea|the)\b)/,
	/\bif you (had|have) (only |just |not |really |simply |ever )*(?!(to|any|the chance|like|ever (want|feel|need|come))\b)\w+.*\b(would|might|could|will|may|be)\b/,
	/\bhad you (only |just |not )?\w+ed\b/,
	/\b(why|how) (did|do|could|can|would) (you|a mother|any mother|a woman)\b.*\b(not|wait|leave|let|late|earlier|sooner|sleep|live|notice|feel|know|believe|look|smoke|drink|allow|work|stay|keep|put|call|grieve)\b/,
	/\bhow come you\b|\bwhat (did you expect|do you expect|were you (thinking|doing))\b|\bno wonder\b|\bhardly (a )?surpris|\bno business being surprised\b|\basking for trouble\b/,
	/^(\W*(and|so|but|maybe|perhaps) )?(did|were|have|had) you (really |ever |also |still |even )?(drink|drunk|drinking|smok\w*|work\w*|fly\w*|overweight|too vain|take|taking|eat|eating|wait|listen|pray|want|think|consider)\b/,
	/\byou (only |just |simply )?(waited|ignored|chose|let|trusted|kept|flew|ate|drank|smoked|worked|failed|gave up|did not (notice|go|call|listen|fight|want|pray|deserve|feel|rest|check|ask|bother|even))\b/,
	/\byou (were|are) (not even there|warned|too (old|late|busy|lazy|polite|fat|selfish)|working too much|responsible|to blame|not fit)\b|\byou (have )?(only )?yourself to (thank|blame)\b|\b(some|part|all) of (this|it) is (on you|your)\b/,
	/\byour (own )?(fault|doing|mistake|choice|negligence|responsibility|stress|age|weight|body (did|failed|was))\b|\bpreventable\b|\bcould have (been )?prevented\b|\bleft it too late\b|\bwaited too long\b|\bin too late\b/,
	/\ba (good|real|proper|true|decent) (mother|father|parent|woman|man|mum)\b|\bwhat kind of (a )?(mother|father|parent|woman|person|man)\b|\bany mother\b/,
	/\byour (age|weight|temper|anger|stress|vanity|conscience|lifestyle|carelessness|fears?|job|career) (\w+ )?(killed|did|is why|caused|meant|was (to|more)|mattered)\b|\bon your (conscience|hands|head)\b|\b(you will|must) have to live with\b|\b(admit|own up|say it)\b.*\b(was you|guilt|your part|was me)\b/,
	/\byou (went|flew|skipped|refused|lifted|cycled|carried on|turned over|could not be bothered|knew (better|there)|put|looked away|preferred|wanted a quick|only had to|were (up|out|at|on|busy) \w+)\b.*\b(and|when|while|instead|holiday|concert|party|weekend|trip|gym|shopping|and now|barbecue)\b/,
	/\b(common sense|had the sense|with (a little|any|a bit of) (more )?(care|sense)|(can|could) (you|people) not read|careless\w*|negligen\w*|reckless\w*|irresponsib\w*|vanity|one phone call|more careful|took the risk|knew the risk|what a waste|sum yourself|out of interest)\b/,
	/\bi would (never |not |at once |certainly )?(have )?(let|gone|go|driven|been (in|out|at)|called|noticed|known|felt|insisted|left|thrown|held on|waited)\b|\bi never (touched|drank|smoked|had a)\b|\bif i were you\b|\bin your place\b/
];
const minimising = [
	/\bat least\b(?! (i|we|my|our|that is how i)\b)/,
	new RegExp(
		String.raw`\b(not|never|n't|hardly|barely|was only|just|merely|no) (really |even |yet |actually |going to be |technically )*(a|an|your|the)? ?(real |proper |true |actual |older )?${child}\b`
	),
	/\b(clump|cells|foetus|fetus|embryo|heavy period|late period|tadpole|medical (event|problem)|procedure|quality control|lentil|defect\w*|vegetable|a late miscarriage)\b/,
	/\b(only|just|barely|hardly|merely) (a |an )?(few |little |stillbirth|miscarriage|chemical|ectopic|pregnan\w+|(\w+) (weeks|days|hours))/,
	/\b(for the best|blessing in disguise|bright side|upside|positive (side|thing)|could be worse|worse things|meant to be|nature('s)? (way|knows|takes|kills|quality)|better (this way|now|that|off|than|not)|silver lining|spared|got off lightly)\b/,
	/\b(be|count yourself|consider yourself|should be|you are) (\w+ )?(glad|grateful|thankful|relieved|lucky|happy (with|that))\b|\benjoy (the|what)\b/,
	/\b(have|try for|make|get|carry) (a |an)?(other|another|new) ?(one|baby|child)?\b|\btry again\b|\b(third|second|next) time\b|\bstill young\b|\byou are young\b/,
	/\b(move on|moving on|get over|over it|over this|let (it|this|him|her|them) go|get on with|pull yourself|wallow\w*|dwell\w*|self[- ]?(pity|indulg\w*)|feeling sorry for|the victim|dramatic|drama|a fuss|exaggerat\w*|change the record|moping|get a (life|grip|hobby)|forget (about )?(it|this)|deal with it|cheer up|chin up|smile|life goes on|grow up|shrine|perspective)\b/,
	/\b(real|proper|actual|much worse|so much more|far worse) (grief|loss|problems?|pain|suffering|tragedy)\b|\b(others?|other people|other women|some people|some of us|some|there are (people|women|children|mothers|families|millions)|women in|people in|lost much more)\b.*\b(worse|nothing|real|bombs?|war|starv\w*|carry on|more|without|silent|never)\b/,
	/\bin (our|my) day\b|\bmy (grandmother|cousin|friend|sister)\b.*\b(never|next week|following|jogging|work on|no poems|without)\b|\bexactly how you feel\b|\ba (dog|cat|hamster)\b.*\bknow\b/,
	/\b(you got to|you had|you have|you still have|you already have|you can always)\b.*\b(healthy|other (one|twin|child\w*)|complain\w*|grateful|lucky|house|many people|with the one|in the world|back|figure)\b/,
	/\b(healthy|other|living|alive) (one|child\w*|daughter|son|kids?)\b.*\b(need|deserve|be|poor|instead|thankful|grateful)\b|\bpoor (kid|husband|daughter|son|child\w*)\b/,
	/\b(by now|long enough|there comes a time|how long will|still (going on|on (about|this)|wearing|counting|crying)|most people (are|get|go)|a limit to|enough (now|is enough)|move house|end of story|that chapter|bygones|picking at|snap out|wipe your (face|eyes)|dust yourself|pick yourself)\b/,
	/\b(my|our) (sister|wife|cousin|neighbour|aunt|friend|mother|mother-in-law|grandmother|gran|nan|mum|niece)\b.*\b(back (at|to) work|the same day|three days|after a week|and (baked|danced|got|went|buried)|never (cried|said|complained|made)|already|fine)\b/,
	/\b(technically|strictly|medically|in proportion|compared (with|to)|cannot compare|something else than|different things|not the same|hardly notice|never knew|never (lived|breathed)|half a brain|wheelchair|cripple|burden|disabled|invalid|a mercy|routine)\b/,
	/\bnow you (can|have)\b|\ball the time in the world\b|\bsleepless nights\b|\bcareer\b/
];
const moralising = [
	/\byou (\w+ )?(murdered|killed|aborted|terminated|ended|got rid of|threw|signed|decided|played god|put (him|her|it) to|chose to|had an abortion|let (him|her|it) die|switched|gave (him|her|it) up|took the easy)\b/,
	/\b(murder|murderer|killing|killed|abortion|abortions|convenien\w*|sin|sinful|sinner|sins|wages|commandment|repent\w*|disabled|handicapped|syndrome)\b.*\b(you|your|call|whatever|however|dress|is a|is what|never gave|threw)\b|\b(call it|call that|another name|real name)\b/,
	/\b(god|lord|jesus|heaven|allah|almighty|the universe|fate|nature)('s)? (\w+ )?(plan|will|punish\w*|chasten\w*|took|needed|wanted|knew|knows|gives|does not give|saw|corrected|gave|decide\w*|sent|teach\w*|tests?|had (a|his) reason)\b/,
	/\b(karma|past life|idol\w*|satan|unbaptised|baptised|soul child|wages of sin|answer for|stand before|conceived in|in sin|unmarried|not married|lesson|being tested|attracted this|chose(s)? (their|its|to leave)|happens? (for a reason|by chance)|choose their)\b/,
	/\b(pray|prayed|faith|trusted in|believed) (\w+ )?(more|enough|stronger|harder|the lord|god)\b|\bturn (back|to)\b.*\b(lord|god|jesus|him|next)\b|\bi (will|shall)? ?pray (that|you)\b.*\b(see|understand|realise|repent|forgive)\b/,
	/\b(repent\w*|curse|cursed|fasting|tithe\w*|devil|demon\w*|satan\w*|the enemy|horoscopes?|decreed|forbidden|disobe\w*|obey|obedience|idolatry|jealous god|humbl\w+|blasphem\w*|burn for|in hell|the bible|scripture|conscience|cowardice|execution|sentence of death|on that (table|signature|paper)|free will|soul (signed|chose|did not))\b/,
	/\b(ask|asked) (him|her|it) (whether|if)\b|\bwould have (fought|lived) if you\b|\bnot (a|the) (place|page) for\b|\bno business\b|\bwe who\b|\bdid not (suit|fit)\b|\bnot perfect\b|\bonly (a |the )?(healthy|perfect) (child|baby)\b|\bwanted a (perfect|healthy)\b/,
	/\bno right to\b|\bnot (your|our|a) (place|right|decision)\b|\bspare us\b|\byour kind\b|\bpeople like you\b|\bwomen like you\b|\byou (people|lot)\b/
];
const scorn = [
	/\b(boo hoo|cry me|sob story|lol|haha\w*|lmao|rofl|good riddance|serves? (you|her|them) right|what a (performance|stupid|silly|load)|oh please|yawn|fake|fiction|made (all )?(this|it|that) up|invent\w*|attention|medal|tickets?|likes|rubbish|soppy|corny|laughed?|laugh|roll my eyes|bozo)\b/,
	/\b(pathetic|disgusting|repulsive|repulsed|creepy|sick|sickening|ridiculous|revolting|vile|idiot\w*|moron\w*|stupid|selfish|ugly|hideous|insane|unhinged|crazy|mentally ill|psycho\w*|hysterical|tasteless|good taste|silly|weird|morbid|gross|abnormal|normal people|not normal|is not (normal|healthy)|pitiful|shameful|ashamed of|embarrassing|unstable|vain|corpse|dead thing|rotted|rotting|alien|potato|shrivelled|chicken)\b/,
	/\b(fuck (you|off|your)|shut up|piss off|bitch|cunt|cow|slut|whore|go to hell|rot|drop dead|kill yourself|should have died|die (too|as well)|happens to you again|never have children|hate you|nobody cares|no one (cares|asked)|gives a shit|deserved? (it|this|that)|what was coming)\b/,
	/\bglad (your|that your|it|he|she|the)\b.*\b(died|dead|happened|gone)\b|\byou deserved?\b(?!.*\b(better|kindness|more|care|love|all)\b)|\bbetter place without\b/,
	/\b(should not|must not|ought not to|not (allowed|fit) to) (breed|have (a|any|had)|be (allowed|near)|be a (mother|parent))\b|\bsterilised\b|\bnot meant to be (a )?(mother|parent)|\bmade to be mothers?\b/,
	/\bi (know|found|looked up|can find|will find|will come)\b.*\b(where you live|your street|your address|your surname|your house|you up|your facebook|out anyway|you)\b/,
	/\byour (husband|wife|man|partner|ex)\b.*\b(leave|left|hate|saint|somebody else|put up|door|thank you|sorry for)\b|\bmen leave\b|\blipstick\b/,
	/\b(your (sort|type|kind|lot)|such (people|women)|(people|women|mothers|parents|men) like you|you (two|both) .*(fit|deserve)|let me guess|i suppose|i take it|applause|award|prize|compliments|acting|actress|hobby|fashionable|cringe|who asked|next\W*$|blah|same old|tl;?dr|club lol|skill issue|sympathy|pity|for show|milk(ing|ed) (it|this))\b/,
	/\b(looks?|looked) like (a|an|something)\b.*\b(frog|monkey|bat|rat|doll|alien|chicken|butcher|film|thing|potato|prune|nothing)\b|\b(that|the|a|dead) thing\b|\bthrow up|threw up|vomit\b|\blocking up\b|\blocked up\b|\bgene pool\b|\bsmart (child|kid)\b|\blucky escape\b|\b(better|happier) (off )?where it is\b/,
	/\b(watch your back|i have (saved|kept|printed|copied)|i will (tell|post|send|show) (it |this |them )?(to )?(every|your|the)|come (by|round)|find you|the blue door|i saw you|follow you|where (you|they) work|hope (it|this|you|they|the next|that you)\b.*(hurts|never|die|dies|rot|again|empty)|may (you|your)\b.*\b(never|empty|rot)|nobody would miss|next time it will be you)\b/,
	/\bhow (nice|lovely|convenient|original|tiresome|moving|touching)\b|\bmust be nice\b|\bpoor (little )?you\b|\bpoor thing\b|\bdarling\b|\benjoying\b|\benjoy (being|it)\b|\bhobby\b|\banother (one who|angel|sob)\b|\bexcuse\b/
];
const preface = [
	/\b(no offen[cs]e|wrong way|all due respect|with respect|only (being|telling)|being honest|to be (honest|frank|blunt)|let me be|i will be (honest|frank|blunt)|somebody (has|had) to|someone (has|had) to|what everybody|hurt you, but|to be (unkind|cruel|harsh|rude)|not saying (that )?|forgive me|say this with|mean well|i am sorry,? but|sorry,? but|the truth is|i must (say|tell)|i have to (say|tell)|i feel it is my duty|honest advice|between us|little tip|take my advice|in my (professional )?opinion|as a (christian|mother of|healer|believer))\b/,
	/\b(strikes me|i notice|i wonder (whether|if) you|one thing|do you realise|are you aware|did you ever think|have you (ever )?(thought|considered|asked)|ask yourself|asks? (me|oneself) (if|what|whether)|i ask myself (if|whether) (it|you)|look in the mirror|i find (it|this|all|that)|think about (that|what|why)|i do not (understand|get|see) (how|why|what)|i wouldn't|tells me a lot|no further questions|each to their)\b/,
	/^\W*(so|well|oh|look|honestly|frankly|seriously|really|surely|wow)\b/
];
const advising = [
	/\byou (really |just |simply |only )?(need|have|ought|must|had better|should)( really| just| simply| now)? (to |not |try |stop |see|adopt|lose|get|think|forget|forgive|leave|go|take|accept|be|move|learn|look|repent|let|pull|consider|talk|rest|start)/,
	/^\W*(and |but |so |now |just |simply |please |maybe |perhaps |next time |instead )*(stop|move|get|try|think|choose|smile|burn|throw|forget|forgive|put|accept|adopt|relax|stay|go|pull|look|take|leave|turn|repent|grow|keep it|learn|listen|find|start|do some|do us|count|see|have another|live)\b/,
	/\bjust (adopt|relax|stop|try|have|think|stay|forget|get)\b|\bwhy (do you )?not (simply |just )?(adopt|try|get)\b|\btime to (move|stop|let|take|get|accept)\b|\bis it not time\b|\bsee (a|some) (psychiatrist|doctor|therapist)|\bprofessional help\b|\bmedication\b|\bdetox\b|\bpositive\b|\battitude\b/,
	/\b(your (husband|wife|man|partner|family|daughter|son|children|kids?|friends|colleagues))\b.*\b(deserves?|needs?|have some peace|sick of|must be saints?|therapy|suffer\w*|put up|neglect\w*|leave you|has moved on|relieved)\b|\bhe will leave you\b|\bno man wants\b|\byou owe\b/,
	/\b(my advice|i (would |must )?(advise|recommend)|my recommendation|you would do well to|gluten|sugar|diet|sage|puppy|lover|volunteer|foster|positive|take (the|a) hint|a message|meant to (have|be)|cut out|get yourself|have (it|him|your \w+) (tested|checked|seen to)|let your (sister|husband))\b/,
	/\bnormal (people|women|mothers)\b|\b(helps|heals) nobody\b|\bhealthy to\b|\bdamage (him|her|them)\b|\bnightmares\b|\bdelete (it|this)\b|\bfrighten\b.*\b(women|people)\b/
];
const selling = [
	/\b(offer|order|buy|book (a|your|now)|price|prices|discount|percent off|% off|voucher|code [A-Z0-9]+|half price|payment|pay|paid|donat\w+|fee|dollars|euros?|pounds|free (gift|call|trial|consultation|session|reading)|crypto|invest\w*|insurance|compensation|no win|limited|places left|catalogue|distributor|subscribe|follow my|my (channel|website|page|podcast|shop|course|company|book|online)|our (company|spring|product|products|supplement|range|shop)|whatsapp|click|link below|contact me|message me|write me your number|i (sell|represent|help women|make reborn|am a (medium|clairvoyant|healer|journalist|psychic|coach)|work with angels)|sessions?|programme|package|supplement|oils|tea|jewellery|necklace|diamonds)\b/,
	/\b(special price|retreat|seats? left|deliver\w*|shipping|certified|coach|opening on|brand|commission|claim|cash|card number|this account|lend me|contribution|guarantee|clinic abroad|surrog\w*|agents?|entitled|telegram|no prescription|download|sign up|join our|team of|earn\w*|keepsakes?|memorial (lamp|jewel\w*|stone)|register a star|per cent of)\b/,
	/[€$£]\s?\d|\d\s?(€|\$|£|%|euros?|dollars|pounds)|www\.|https?:|\.com\b|@\w+/
];
const prying = [
	/\b(send|show|post|share|give|uncover|sell|tell)\b (me|us|the|them|it)?.*\b(photo\w*|picture\w*|video|pics?|image\w*|face|body|address|number|surname|name of the|doctor's name|every detail|exactly)\b/,
	/\b(more|other|any|uncovered|covered|third|second) (photo\w*|picture\w*|pics?)\b.*\?|\buncover\w*\b|\bcover off\b|\bwithout the (blanket|hat|clothes)\b|\bcollect\b/,
	/\b(surname|full name|real name|phone number|your number|your address|where do you live|which (town|street|hospital)|where (is|the) (the )?grave|who is the father|husband's child|paternity|raped|single now|are you pretty|sexy|beautiful in|meet (tonight|me)|lonely man|get you pregnant|are you single|how much money|how much did|money from)\b/,
	/\b(was|is|did|had|has|were) (it|that thing|they)\b.*\?|\bwhat (colour|color|was in|is under)\b|\bhow (big|large|was it|did it|old are you|much do you)\b.*\?|\b(in pieces|organs|deform\w*|every detail|worst moment|worst part|unwashed|undressed|naked|nobody else will|for my (collection|page|thesis|study|work)|i collect)\b/,
	/\b(what are you wearing|in bed|your (breasts?|figure|milk)|sex(ual|y)?|hot when|lonely (man|woman|nights?)|hold you (tight|close|all)|broken (women|woman)|husband (need not|does not need to|is out|could not)|widower|a drink|your number|whose genes|an affair|the real father)\b/,
	/\b(the|a|its|his|her) (body|corpse|skin|remains|blood)\b.*\?|\bwhat (did|does) (it|a dead|the body|he|she) .*(look|smell|feel)|\b(describe|i am curious|just curious|out of curiosity|compare the)\b/
];
const kindness = [
	/\b(so |very |truly |deeply )?sorry (about|for|that|you|to)\b|^\W*(i am |we are )?(so |very )*sorry\W*$/,
	/\bthank(s| you)\b|\bgrateful (to|for|that) (you|your)\b/,
	/\b(thinking of|with) you\b|\b(in my|our) (thoughts|prayers)\b|\blove to you\b|\bwith love\b|\bsending\b|\blit a candle\b|\bhold(ing)? you\b/,
	/\bnot your fault\b|\bdid nothing wrong\b|\bnothing you (did|could)\b|\bcould not have known\b|\bdid everything\b|\bno right or wrong\b|\bnot alone\b/,
	/\byou (do not|need not) (have|need)?\b|\bno need to\b|\bif (it|that|this) (would|is|does|sort)\b|\bif you (would )?(like|want|ever|feel|rather)\b|\bignore this\b|\bmay i\b|\bwould you like\b|\bno pressure\b/,
	/\b(me|so|we|i) (too|did i|do i|did we|also)\b|\bthe same\b|\byou (made|helped|put into|gave) me\b|\bfelt (seen|less)\b|\byour (words|story|letter|answer)\b/,
	/\bbeautiful|lovely|tender|gentle|perfect|precious\b/
];
const danger = [
	/\bi (am|was)? ?(going to|want to|will|shall|am ready to|have decided to|plan to|wish to|just want to|do not want to) (kill|end|die|be dead|hang|jump|take my|not be|live|be (here|alive)|wake|exist|stop existing|go to (her|him)|join|be with (her|him|my))\b/,
	/\b(tonight|right now|tomorrow|by the time you|this evening|this morning|today|just now|an hour ago|any more|anymore|at the moment|on (monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b/,
	/\b(pills?|tablets|rope|bridge|roof|knife|gun|rifle|shotgun|overdose|packet|razor|train line|tracks|cut(ting)? (myself|deeper)|hang(ing)? myself|kill(ing)? myself|suicid\w*|end(ing)? (it|my life)|hurt(ing)? myself|harm(ing)? (myself|my)|burn my arms)\b/,
	/\b(goodbye|last (letter|thing|words)|when i am gone|will not be here|everything ready|better off without me|miss me|be gone|without me|written to the children|no (other )?way out|no reason (for me )?to (live|go on)|see the point)\b/,
	/\b(he|she|husband|partner|boyfriend|uncle|father|stepfather|man)\b.*\b(hits?|hitting|beats?|broke|chok\w*|threw|locked|threaten\w*|will kill|rapes?|forces?|touches|comes into my room|gun|hurts me|hurting)\b/,
	/\b(bleeding|blood|soaked|fever|temperature|faint|dizzy|collapsed|stopped kicking|not moved|quiet in there|shaking)\b.*\b(now|alone|stop|hour|nobody|call|ring|up|since|towel|head)\b/,
	/\b(hurt|harm|shake|shook|drown|smother|pillow|under water)\b.*\b(baby|child|her|him|children)\b|\bafraid (of myself|i will|that i will|of what i)\b/
];
const past =
	/\b(then|years ago|back then|that (day|night|winter|year|time)|used to|the year after|afterwards|for (months|years|a year|weeks)|once|was|were|had|wanted|felt|thought|wished|any more|no longer)\b/;

const families = { blame, minimising, moralising, scorn, preface, advising, selling, prying };
type Family = keyof typeof families;
const familyNames = Object.keys(families) as Family[];

/**
 * The signs of one sentence, each from 0 to 1, always in the same order: the model is made anew
 * (training/train.ts) when one is added or changed.
 */
export function stance(sentence: string): number[] {
	const said = plain(sentence);
	const words = said.split(' ').length;
	const isTold = told.test(said);
	const isDenied = denied.test(said);
	const isOwn = own.test(said);
	const open = !isTold && !isDenied;
	const is = (yes: boolean) => (yes ? 1 : 0);
	const hits = familyNames.flatMap((name) => {
		const each = families[name].map((sign) => sign.test(said));
		const any = each.some(Boolean);
		return [
			...each.map((hit) => is(hit && open)),
			is(any && open && !(isOwn && !/\byou/.test(said)))
		];
	});
	const share = (sign: RegExp) => Math.min(1, ((said.match(sign)?.length ?? 0) / words) * 4);
	return [
		...hits,
		...kindness.map((sign) => is(sign.test(said))),
		...danger.map((sign) => is(sign.test(said))),
		is(isTold),
		is(isDenied),
		is(isOwn),
		share(new RegExp(you, 'g')),
		share(/\b(i|me|my|mine|we|us|our)\b/g),
		is(/^\W*(so |and |but |maybe |perhaps )?your?\b/.test(said)),
		is(said.includes('?')),
		is(past.test(said)),
		is(words <= 5),
		is(words > 22)
	];
}
