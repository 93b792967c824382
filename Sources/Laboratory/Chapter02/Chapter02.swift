extension ChapterLaboratory {
  static let chapter02 = ChapterLaboratory(
    chapter: 2,
    scenes: [
      DemoScene(
        chapter: 2, title: "A network that reads one bit at a time can count",
        command: .demoParity)
    ], widget: "rnn")
}
