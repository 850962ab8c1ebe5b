console.log(await (await fetch(process.argv[2], { method: 'POST', body: 'hi' })).text());
console.log(await (await fetch(process.argv[3])).text());
