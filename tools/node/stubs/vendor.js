// The same data as the stand-in for reports in the tests of package graph.

const node = (type, key, fields) => ({
  __typename: type,
  id: Buffer.from(`${type}:${key}`).toString("base64"),
  ...fields,
});

const metadata = node("Metadata", "None", { algorithm: null });

function page(all, { first, page }) {
  if ((first ?? 1) < 1 || (page ?? 1) < 1) {
    throw new Error("no such page");
  }
  const size = first ?? all.length;
  const number = page ?? 1;
  const start = Math.min((number - 1) * size, all.length);
  const end = Math.min(start + size, all.length);
  return {
    edges: all.slice(start, end).map((item) => ({ node: item })),
    metadata,
    pageInfo: {
      hasNextPage: end < all.length,
      hasPreviousPage: number > 1,
      nextPage: end < all.length ? number + 1 : null,
    },
    totalCount: all.length,
  };
}

const links = ["a", "b", "c"].map((name, i) =>
  node("ReportFileDownloadLink", String(i + 1), { link: `http://example.com/${name}` }),
);

const file = (type, token, status, fields) =>
  node(type, token, {
    createDate: "2026-02-03T04:05:06+00:00",
    createdAt: "2026-02-03T04:05:06+00:00",
    downloadLinks: (args) => page(status === "FINISHED" ? links : [], args),
    reportToken: token,
    status,
    ...fields,
  });

const files = {
  done: file("PartnerReportFile", "done", "FINISHED"),
  late: file("PartnerReportFile", "late", "IN_PROGRESS"),
};

const space = node("PartnerSpace", "None", {
  reportFile({ reportToken }) {
    if (!files[reportToken]) {
      throw new Error("no such report");
    }
    return files[reportToken];
  },
});

const organization = node("Organization", "o1", {
  name: "Studio & Co",
  xid: "o1",
  analysis: node("OrganizationAnalysis", "o1", { reports: (args) => page([], args) }),
});

const me = node("User", "x1", {
  name: "Ann",
  xid: "x1",
  organizations: (args) => page(!args.xids || args.xids.includes("o1") ? [organization] : [], args),
});

const studioFile = file("AnalyticsReport", "done", "FINISHED", {
  channelXid: "",
  createdAt: "2026-02-03",
  creator: me,
  endDate: "0001-01-01",
  hasRevenueInfo: false,
  name: "",
  organizationXid: "",
  startDate: "0001-01-01",
});

const nodes = [metadata, ...links, files.done, files.late, space, organization, organization.analysis, me, studioFile];

export default {
  me,
  node: ({ id }) => nodes.find((n) => n.id === id) ?? null,
  partner: space,
};
