extension ChapterLaboratory {
  static let chapter16 = ChapterLaboratory(
    chapter: 16,
    scenes: [
      DemoScene(
        chapter: 16, title: "And one that writes looks back at what it has read",
        command: .demoTranslation, words: ["--updates", "200", "--digits", "2"])
    ], milestones: [.reversed, .attention], widget: "translation")
}
