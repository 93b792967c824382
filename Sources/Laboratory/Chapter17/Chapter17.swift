extension ChapterLaboratory {
  static let chapter17 = ChapterLaboratory(
    chapter: 17,
    scenes: [
      DemoScene(
        chapter: 17, title: "A reading that does not come says something", command: .demoGaps)
    ], milestones: [.gaps], widget: "forecast")
}
