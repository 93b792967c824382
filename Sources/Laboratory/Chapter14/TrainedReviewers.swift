import Classification
import Course

extension TrainedReviewers {
  package static let path = "Tests/Fixtures/opinions.bin"

  package init(in folder: PackageFolder) throws {
    guard let data = try folder.contents(Self.path) else {
      throw UserError("\(Self.path) is missing. Put it back: git checkout \(Self.path)")
    }
    self.init(bytes: [UInt8](data))
  }
}
