extension ChapterLaboratory {
  static let chapter07 = ChapterLaboratory(
    chapter: 7,
    scenes: [
      DemoScene(
        chapter: 7, title: "So the LSTM learns what the RNN cannot",
        command: .demoAddingProblem, words: ["--length", "50"])
    ],
    milestones: [.latch, .adding, .order], widget: "adding-problem")
}
