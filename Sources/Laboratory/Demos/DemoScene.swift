import Course

/// A part of the story that `course demo` tells: a demo, and what it has to do with the others.
struct DemoScene: Sendable {
  let chapter: Int
  let title: String
  let command: Command
  /// Flags that keep the demo short where it is one of all.
  var words: [String] = []

  /// The demo's name without the word demo.
  var name: String { String(command.name.dropFirst("demo ".count)) }
}
