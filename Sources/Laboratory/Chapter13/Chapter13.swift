extension ChapterLaboratory {
  static let chapter13 = ChapterLaboratory(
    chapter: 13,
    scenes: [
      DemoScene(chapter: 13, title: "A belt counts, an average cannot", command: .demoCounting)
    ], milestones: [.reber, .counting], widget: "cousins")
}
