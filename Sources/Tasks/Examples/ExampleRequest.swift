import Course
import Layers

extension TrainingRequest where Content: ExampleContent {
  /// Decides what to do, before anything is changed.
  ///
  /// - Returns: the training, and sentences to tell the user before it starts.
  /// - Throws: one-line errors for all that is wrong with the request.
  func begin() throws -> (run: ExampleTraining<Content>, notes: [String]) {
    if files.isEmpty && !resumes {
      throw UserError(
        "name the files to learn from; usage: \(Content.Configuration.command.usage)")
    }
    try prepare()
    if resumes { return (try resumed(), []) }
    let beginning = try beginning()
    let flags = beginning?.flags ?? self.flags
    let read = try Content.Material.Files(files, flags.applied(to: Content.Configuration()))
    let configuration = flags.fitted(to: read.count)
    let material = try Content.Material(read, configuration, content: beginning?.model.content)
    let kept = try clear(for: configuration)
    let run = try ExampleTraining<Content>(
      configuration, material, CorpusIdentity(files: files, fingerprint: read.fingerprint),
      weights: beginning?.model.best, threads: threads)
    let begun = beginning.map { "It begins with the weights of \($0.path)." }
    return (run, [begun].compactMap(\.self) + material.notes + kept)
  }

  private func resumed() throws -> ExampleTraining<Content> {
    let (model, files, wanted) = try reopened()
    let read = try Content.Material.Files(files, wanted)
    try check(read.fingerprint, of: files, against: model)
    let material = try Content.Material(read, wanted, content: model.content)
    return try ExampleTraining(resuming: model, wanted, material, threads: threads)
  }
}

extension Command {
  /// `course train --task TASK` of a task that learns from examples.
  ///
  /// - Parameter origin: what a model hands on besides its weights.
  static func training<Content: ExampleContent>(
    _ content: Content.Type, summary: String, usage: String, example: String,
    origin: String, positionals: ClosedRange<Int> = 0...Int.max
  ) -> Command {
    let call = "train --task \(Content.task.rawValue)"
    return Command(
      name: call, summary: summary, usage: "course \(call) \(usage)",
      example: "swift run course \(call) \(example)",
      flags: [
        Flag(
          "--model PATH",
          "where it is saved (default .course/\(Content.task.standardName).safetensors)")
      ] + Content.Configuration.settings.map(\.flag) + [
        Flag("--resume", "goes on with a training that was stopped"),
        Flag("--continue MODEL", "begins with the weights\(origin) of a model"),
        Flag("--replace", "starts over; the model that is there is kept"), .threads,
        Flag("--json", "prints one JSON object an epoch"),
      ], positionals: positionals
    ) { arguments in
      let request = try TrainingRequest<Content>(arguments)
      let (run, notes) = try request.begin()
      return try run.runToEnd(for: arguments, savedAt: request.path, notes: notes)
    }
  }
}
