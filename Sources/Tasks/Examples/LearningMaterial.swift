import Layers
import LinearAlgebra
import Text

/// What a model of one task is, and what it learns from.
package protocol ExampleContent: ModelContent, SendableMetatype
where Configuration: ExampleConfiguration {
  associatedtype Material: LearningMaterial where Material.Content == Self
  /// The layers in a few words.
  func shape(_ configuration: Configuration) -> String
}

/// Examples to learn from and to be judged by, as a model reads them.
package protocol LearningMaterial {
  associatedtype Content: ModelContent
  associatedtype Judged: Judgement
  associatedtype Files: MaterialFiles where Files.Configuration == Content.Configuration

  /// What is counted in the progress: texts, words.
  static var unitName: String { get }

  /// - Parameter old: of the model that a training goes on from; nil for the examples' own.
  /// - Throws: `UserError` where they cannot be learnt from.
  init(
    _ files: Files, _ configuration: Content.Configuration, content old: Content?
  ) throws

  var content: Content { get }
  var loss: Loss { get }
  /// Examples to learn from.
  var count: Int { get }
  /// Examples to validate with.
  var heldCount: Int { get }
  /// Of each input the time steps of the longest example to learn from.
  var longest: [Int] { get }
  /// What is worth knowing of them.
  var notes: [String] { get }
  /// What they are, in labelled lines.
  func plan(_ configuration: Content.Configuration) -> [(label: String, text: String)]

  /// Some of the examples to learn from.
  ///
  /// - Parameter generator: for whatever differs from epoch to epoch.
  /// - Returns: what a step learns from, and how many units its loss is the mean of.
  func batch(
    _ rows: [Int], using generator: inout SeededGenerator
  ) -> (batch: Batch, units: Int)

  /// How well the examples held back are predicted; nil where there are none.
  func judge(_ network: Content.Network, threads: Int) throws -> Judged?
}

/// The files of a training as they are.
package protocol MaterialFiles {
  associatedtype Configuration: ExampleConfiguration
  init(_ files: [String], _ configuration: Configuration) throws
  /// Of all that was read.
  var fingerprint: UInt64 { get }
  /// Examples, but for those of a file to validate with.
  var count: Int { get }
}
