/// A question before a chapter's summary, with its choices and what is to be said of each.
package struct Question: Equatable, Sendable {
  package struct Choice: Equatable, Sendable {
    /// `a`, `b`, … as the page gives them.
    package let letter: Character
    package let text: String
    /// Why it is right, or why not; it begins with `Right.` or `No.`
    package fileprivate(set) var reason = ""

    package var isRight: Bool { reason.hasPrefix("Right.") }
  }

  package let number: Int
  package let text: String
  package fileprivate(set) var choices: [Choice] = []
  /// Counted from 1.
  package let line: Int

  /// What keeps it from being asked; nil for nothing.
  package var problem: String? {
    let letters = choices.map { String($0.letter) }
    if letters != "abcdef".prefix(letters.count).map(String.init) || letters.count < 2 {
      return "question \(number) needs two choices or more, as a list: - (a) …, - (b) …"
    }
    if let odd = choices.first(where: { !$0.reason.hasPrefix("No.") && !$0.isRight }) {
      return "the answer (\(odd.letter)) to question \(number) begins with neither Right. nor No."
    }
    let right = choices.count(where: \.isRight)
    return right == 1 ? nil : "question \(number) has \(right) right answers, should have one"
  }
}

extension Question {
  /// What a list's items are: a question's choices, or what is to be said of them.
  private enum List { case choices, reasons }

  /// The questions of a page, in order.
  static func all(in lines: [String]) -> [Question] {
    var questions: [Question] = []
    var list: List?
    var fence = FenceReader()
    for (index, line) in lines.enumerated() where fence.read(line) == .outside {
      if let (_, number, text) = line.wholeMatch(of: heading)?.output {
        questions.append(Question(number: Int(number) ?? 0, text: String(text), line: index + 1))
        list = .choices
      } else if line.hasPrefix("#") {
        list = nil
      } else if let summary = ChapterText.summary(of: line) {
        list = summary.hasPrefix("Answers") ? .reasons : nil
      } else if let list, let (_, letter, text) = line.wholeMatch(of: item)?.output {
        questions[questions.count - 1].add(letter.first!, String(text), to: list)
      }
    }
    return questions
  }

  private static var heading: Regex<(Substring, Substring, Substring)> {
    /\*\*Question ([0-9]+)\.\*\* (.+)/
  }
  private static var item: Regex<(Substring, Substring, Substring)> { /- \(([a-z])\) (.+)/ }

  private mutating func add(_ letter: Character, _ text: String, to list: List) {
    switch list {
    case .choices: choices.append(Choice(letter: letter, text: text))
    case .reasons:
      if let index = choices.firstIndex(where: { $0.letter == letter }) {
        choices[index].reason = text
      }
    }
  }
}
