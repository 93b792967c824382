/// In how many directions a model reads its examples.
package enum ReadingDirections: String, CaseIterable, Codable, Sendable { case one, both }
