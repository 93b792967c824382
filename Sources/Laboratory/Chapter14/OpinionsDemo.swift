import Classification
import Course
import ExerciseSupport
import LinearAlgebra

extension Command {
  static let demoOpinions = Command(
    name: "demo opinions",
    summary: "a bag of words and an LSTM learn reviews; or both read one of yours",
    usage: "course demo opinions [WORD…] [--updates N] [--seed N] [--mine]",
    example: "swift run course demo opinions it was not not good",
    flags: [
      Flag(name: "--updates", placeholder: "N", help: "how many, in twenties (default 200)"),
      Flag(name: "--seed", placeholder: "N", help: "other weights, other reviews (default 1)"),
      .mine,
    ],
    positionals: 0...100
  ) { arguments in
    if !arguments.positionals.isEmpty {
      return try ReadingDemo(text: arguments.positionals.joined(separator: " ")).run(arguments)
    }
    return try OpinionsDemo(
      updates: arguments.integer("--updates", default: 200, in: 20...100_000),
      seed: UInt64(arguments.integer("--seed", default: 1, in: 0...Int.max / 2))
    ).run(arguments, isWatched: true)
  }
}

/// The experiment of chapter 14 for one seed.
struct OpinionsDemo: Demo {
  let updates: Int
  let seed: UInt64

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    terminal.printWrapped(
      "Does a review praise? 32 new ones in each update, half of them twins: the same words in "
        + "another order, and the opposite verdict. 16 units, seed \(seed).")
    let found = TwinExperiment(updates: updates, seed: seed) { unwrittenExercises.isEmpty }
    if terminal.saysWhatIsUnwritten("nothing to learn with") { return .failed }
    terminal.print()
    terminal.print(row("updates", ["bag: plain", "twins", "LSTM: plain", "twins"]))
    for (look, shares) in found.shares.enumerated() {
      terminal.print(row("\(TwinExperiment.interval * look)", shares.map { fixed($0, 3) }))
    }
    terminal.print()
    terminal.printWrapped(
      "Of each pair of twins, the bag has one right: it gives both the same logit.")
    return .done
  }

  private func row(_ name: String, _ cells: [String]) -> String {
    padded(name, to: 8) + cells.map { flushRight($0, to: 13) }.joined()
  }
}

/// The trained networks read a review, word by word.
struct ReadingDemo: Demo {
  let text: String

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    let trained = try TrainedReviewers(in: folder)
    guard let words = Reviews.symbols(of: text.lowercased()), !words.isEmpty else {
      let known = Reviews.vocabulary.dropFirst().joined(separator: " ")
      throw UserError("the networks do not know each word of that. Use these: \(known)")
    }
    terminal.print("having read            praise: LSTM   praise: bag")
    for end in 1...words.count {
      let review = Review(words: Array(words[..<end]), isPraise: false)
      let logits = [trained.reviewers[0].logits([review].batch), trained.bag.logits([review])]
      let cells = logits.map { flushRight(fixed(sigmoid($0[0, 0]), 3), to: 14) }
      terminal.print("\(padded(Reviews.vocabulary[words[end - 1]], to: 22))\(cells.joined())")
    }
    if terminal.saysWhatIsUnwritten("nothing to read with") { return .failed }
    let verdict = Reviews.verdict(of: words).map { $0 ? "praises" : "blames" }
    terminal.print("By the rules, it \(verdict ?? "says neither").")
    return .done
  }
}
