// The client that is tested here; yours takes its place. It asks for reports with a private API key, and gets a new
// token when the old one has expired.
export class Client {
  constructor(key, host = 'https://partner.api.dailymotion.com') {
    Object.assign(this, { key, host });
  }

  async ask(metrics, dimensions, startDate, endDate) {
    const data = await this.graphql(`mutation ($input: AskPartnerReportFileInput!) {
      askPartnerReportFile(input: $input) { reportFile { reportToken } }
    }`, { input: { metrics, dimensions, startDate, endDate, product: 'CONTENT' } });
    return data.askPartnerReportFile.reportFile.reportToken;
  }

  async poll(report) {
    const data = await this.graphql(`query ($report: String!) {
      partner { reportFile(reportToken: $report) { status downloadLinks { edges { node { link } } } } }
    }`, { report });
    const { status, downloadLinks } = data.partner.reportFile;
    return { status, links: downloadLinks.edges.map(({ node }) => node.link) };
  }

  async graphql(query, variables) {
    let response = await this.send(query, variables);
    if (response.status === 401) {
      this.token = undefined;
      response = await this.send(query, variables);
    }
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { data, errors } = await response.json();
    if (errors) throw new Error(errors[0].message);
    return data;
  }

  async send(query, variables) {
    this.token ??= await this.signIn();
    return fetch(`${this.host}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
  }

  async signIn() {
    const response = await fetch(`${this.host}/oauth/v1/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials', client_id: this.key, client_secret: 'any', scope: 'create_reports read_reports',
      }),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return (await response.json()).access_token;
  }
}
