import Course

extension Command {
  static let demo = Command(
    name: "demo", summary: "tells the story of the book in a minute",
    usage: "course demo [NAME]", example: "swift run course demo", positionals: 0...1
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
      terminal.print(terminal.styled("   course demo \(scene.name)", .dim) + "\n")
      let parsed = try ParsedArguments(scene.words, for: scene.command, terminal: terminal)
      let status = try scene.command.run(parsed)
      if status == .interrupted { return status }
      terminal.print()
    }
    return .done
  }
}

extension DemoScene {
  /// What the chapters have to tell, in their order.
  static let story = ChapterLaboratory.all.flatMap(\.scenes)
}
