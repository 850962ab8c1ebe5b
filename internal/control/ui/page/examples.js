// The documented queries, about the days before the mock's today.

const ask = `mutation AskPartnerReport($input: AskPartnerReportFileInput!) {
  askPartnerReportFile(input: $input) {
    reportFile {
      reportToken
      status
    }
  }
}
`;

const look = `query PartnerGetReportFile($reportToken: String!) {
  partner {
    reportFile(reportToken: $reportToken) {
      status
      downloadLinks {
        edges {
          node {
            link
          }
        }
      }
    }
  }
}
`;

// examples returns the queries with what they are for. today is a date such as 2026-06-30.
export function examples(today) {
  const day = (back) => new Date(Date.parse(today) - back * 86_400_000).toISOString().slice(0, 10);
  const input = { startDate: day(7), endDate: day(1) };
  return [
    { title: 'Ask for a report', about: 'Views by day. The response has a report token.', query: ask,
      variables: { input: { metrics: ['VIEWS'], dimensions: ['DAY'], ...input } } },
    { title: 'Look at a report', about: 'Put the report token into the variables. Links are there once it is FINISHED.', query: look,
      variables: { reportToken: '' } },
    { title: 'Earnings by video', about: 'For API keys that may see revenue.', query: ask,
      variables: { input: { metrics: ['ESTIMATED_EARNINGS_EUR', 'TOTAL_INVENTORY'], dimensions: ['DAY', 'VIDEO_ID'], ...input } } },
    { title: 'Filters and a product', about: 'Live streams that others embed.', query: ask,
      variables: { input: { metrics: ['VIEWS'], dimensions: ['DAY', 'VISITOR_COUNTRY'], ...input, product: 'EMBED', filters: { mediaType: 'LIVE' } } } },
    { title: 'Who am I?', about: 'The user who signed in; null for an API key alone.', query: '{\n  me {\n    id\n  }\n}\n' },
    { title: 'A refused report', about: 'More dimensions than allowed: the error has a type and a reason.', query: ask,
      variables: { input: { metrics: ['VIEWS'], dimensions: ['DAY', 'HOUR', 'MONTH', 'MEDIA_TYPE', 'VIDEO_ID', 'VIDEO_TITLE',
        'VISITOR_COUNTRY', 'VISITOR_DEVICE_TYPE', 'VISITOR_DOMAIN_GROUP'], ...input } } },
  ];
}
