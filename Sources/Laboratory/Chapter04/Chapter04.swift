extension ChapterLaboratory {
  static let chapter04 = ChapterLaboratory(
    chapter: 4,
    scenes: [
      DemoScene(
        chapter: 4, title: "An LSTM remembers: its cell keeps a bit for a thousand steps",
        command: .demoMemoryLatch),
      DemoScene(
        chapter: 4, title: "Gates decide what is written, kept and shown", command: .demoGates),
    ], widget: "gates")
}
