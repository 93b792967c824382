extension Command {
  package static let quiz = Command(
    name: "quiz", summary: "asks the questions of a chapter",
    usage: "course quiz [CHAPTER]", example: "swift run course quiz 4", positionals: 0...1
  ) { arguments in
    let course = try Course.here()
    let chapter =
      try arguments.positionals.first.map { try course.selection($0).0 } ?? course.chapterAtHand()
    let questions = chapter.text?.questions ?? []
    if questions.isEmpty {
      throw UserError("chapter \(chapter.number) has no questions")
    }
    let terminal = arguments.terminal
    let title = "\(chapter.number) · \(chapter.title): \(counted(questions.count, "question"))"
    terminal.print(terminal.styled(title, .bold))
    return Quiz(questions, terminal).run { readLine() }
  }
}

/// Asks one question after the other; a wrong answer is told why it is wrong, and may be mended.
struct Quiz {
  private let questions: [Question]
  private let terminal: Terminal
  private let view: MarkdownView

  init(_ questions: [Question], _ terminal: Terminal) {
    self.questions = questions
    self.terminal = terminal
    view = MarkdownView(terminal)
  }

  /// - Parameter nextLine: what the reader types; nil where nothing more will come.
  /// - Returns: done, also for a reader who ends it early.
  func run(_ nextLine: () -> String?) -> ExitStatus {
    var right = 0
    for (asked, question) in questions.enumerated() {
      show(question)
      guard let tries = tries(at: question, nextLine) else {
        terminal.print()
        terminal.print("Ended after \(asked) of \(counted(questions.count, "question")).")
        return .done
      }
      if tries == 1 { right += 1 }
    }
    terminal.print()
    terminal.print("\(right) of \(questions.count) right at the first try.")
    return .done
  }

  private func show(_ question: Question) {
    terminal.print()
    terminal.print(view.render(["\(question.number). \(question.text)"]))
    terminal.print()
    for choice in question.choices {
      terminal.print(view.render(["- (\(choice.letter)) \(choice.text)"]))
    }
    terminal.print()
  }

  /// How many answers it took; nil where the reader stopped.
  private func tries(at question: Question, _ nextLine: () -> String?) -> Int? {
    let letters = listed(question.choices.map { String($0.letter) }, lastWord: "or")
    var given: Set<Character> = []
    while true {
      terminal.write("\(letters), or q to stop: ")
      guard let line = nextLine() else {
        terminal.print()
        return nil
      }
      let word = line.lowercased().filter { $0.isLetter || $0.isNumber }
      if word == "q" { return nil }
      guard let choice = question.choices.first(where: { String($0.letter) == word }) else {
        terminal.print("Type one of the letters.")
        continue
      }
      given.insert(choice.letter)
      let style: Terminal.Style = choice.isRight ? .green : .red
      let sign = terminal.sign(choice.isRight ? "✓" : "✗", style)
      terminal.print("\(sign) " + view.render([choice.reason]))
      if choice.isRight { return given.count }
    }
  }
}
