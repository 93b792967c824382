extension ChapterLaboratory {
  static let chapter08 = ChapterLaboratory(
    chapter: 8,
    scenes: [
      DemoScene(
        chapter: 8, title: "And with the same few lines it learns to write",
        command: .demoLanguageModel)
    ],
    widget: "language-model")
}
