extension ChapterLaboratory {
  static let chapter09 = ChapterLaboratory(
    chapter: 9,
    scenes: [
      DemoScene(
        chapter: 9, title: "And with the same few lines it learns to write",
        command: .demoLanguageModel)
    ],
    milestones: [.writing], widget: "language-model")
}
