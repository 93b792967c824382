import Course

extension Command {
  static let demo = Command(
    name: "demo",
    summary: "tells the story of the book in a minute",
    usage: "course demo [NAME]",
    example: "swift run course demo",
    positionals: 0...1
  ) { arguments in
    if let word = arguments.positionals.first {
      let names = DemoScene.story.map(\.name)
      let near = nearestSpelling(to: word, among: names).map { "did you mean \($0)?" }
      throw UserError(
        "there is no demo \"\(word)\"; \(near ?? "there are " + names.joined(separator: ", "))")
    }
    let terminal = arguments.terminal
    for scene in DemoScene.story {
      terminal.printWrapped("── Chapter \(scene.chapter) · \(scene.title)", hanging: 3, .bold)
      terminal.print(terminal.styled("   course demo \(scene.name)", .dim))
      terminal.print()
      let parsed = try ParsedArguments(scene.words, for: scene.command, terminal: terminal)
      let status = try scene.command.run(parsed)
      if status == .interrupted { return status }
      terminal.print()
    }
    return .done
  }
}

/// A part of the story that `course demo` tells: a demo, and what it has to do with the others.
struct DemoScene: Sendable {
  let chapter: Int
  let title: String
  let command: Command
  /// Flags that keep the demo short where it is one of all.
  var words: [String] = []

  /// The demo's name without the word demo.
  var name: String { String(command.name.dropFirst("demo ".count)) }

  /// Part I, in its order.
  static let story = [
    DemoScene(
      chapter: 2, title: "A network that reads one bit at a time can count",
      command: .demoParity),
    DemoScene(
      chapter: 3, title: "But it forgets: hardly any gradient comes back to old steps",
      command: .demoVanishingGradients),
    DemoScene(
      chapter: 4, title: "An LSTM remembers: its cell keeps a bit for a thousand steps",
      command: .demoMemoryLatch),
    DemoScene(
      chapter: 4, title: "Gates decide what is written, kept and shown", command: .demoGates),
    DemoScene(
      chapter: 6, title: "It learns from gradients, and each of them can be checked",
      command: .demoGradientCheck),
    DemoScene(
      chapter: 7, title: "So the LSTM learns what the RNN cannot",
      command: .demoAddingProblem, words: ["--length", "50"]),
    DemoScene(
      chapter: 8, title: "And with the same few lines it learns to write",
      command: .demoLanguageModel),
  ]
}
