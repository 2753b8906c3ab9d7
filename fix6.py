import json
p="/tmp/w18/training/claim_data/spans_6.jsonl"
F={
"Members who picket from 6 a.m. to 6 p.m. daily qualify for the grant.":"Members must picket from 6 a.m. to 6 p.m. daily to qualify for the grant.",
"Above 38 °C dressers get ten-minute breaks every hour while outdoor work goes on.":"Above 38 °C dressers get a ten-minute break every hour instead of a stop to outdoor work.",
"Older members with fifteen years in the plan have to earn more than $13,000 to qualify, as much as younger ones.":"Older members with fifteen years in the plan need to earn as much as younger ones to qualify.",
"The stagehands got more than half again as much as the 3 percent they had asked for.":"The stagehands settled for two thirds of the increase they had asked for.",
"Fees must be paid no more than 14 days after termination, or after they fall due.":"Fees that are due must be paid within two weeks.",
"It has not yet been decided when, or on which date, a strike would begin.":"So far there is no date for a strike.",
"The vote was 204 in favour and 57 against, and the union did not win a $20 floor.":"The union did not win the $20 floor; the vote was 204 to 57.",
"A 2 percent residual applies to free ad-supported platforms and to subscription services.":"The 2 percent residual and the 1.5 percent interest are both paid monthly.",
"The contract of 2008 was ratified with a lower share than 96 percent.":"No contract had ever been ratified with so high a share.",
"The policy must be ended on 60 days' notice, the Association says.":"Blue Shelf must end the policy on 60 days' notice, the Association says.",
"Widows and widowers of members born before 1968 receive nothing.":"Only the widows and widowers of members born in 1968 or later receive 60 percent of the pension.",
"A coordinator must also be hired for other scenes if a performer asks for one.":"An intimacy coordinator must be hired for any scene if the performer asks for one.",
}
s=open(p,encoding="utf-8").read();done=0
rows=[json.loads(l) for l in s.splitlines()]
for r in rows:
    for i,t in enumerate(r["supported"]):
        if t in F: r["supported"][i]=F[t];done+=1
    for u in r["unsupported"]:
        if u["text"] in F: u["text"]=F[u["text"]];done+=1
open(p,"w",encoding="utf-8").write("".join(json.dumps(r,ensure_ascii=False)+"\n" for r in rows))
print(done,len(F),len(rows))
print([ (r["doc"],len(r["source"].split())) for r in rows if not 20<=len(r["source"].split())<=80])
