/// The figures of chapter 08, "A language model".
enum Chapter08Figures {
  static func all() -> [Figure] {
    [Figure(name: "08-windows", svg: windowsDiagram())]
  }
}
