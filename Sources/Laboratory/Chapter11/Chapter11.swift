extension ChapterLaboratory {
  static let chapter11 = ChapterLaboratory(
    chapter: 11,
    scenes: [
      DemoScene(
        chapter: 11, title: "And words find their meanings by the company they keep",
        command: .demoWords)
    ],
    milestones: [.words], widget: "words")
}
