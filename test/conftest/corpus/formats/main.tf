variable "a" {
  type    = string
  default = "x"
}
resource "aws_s3_bucket" "b" {
  bucket = "n-${var.a}"
  acl    = "public-read"
  tags = { A = 1, b = true }
  versioning {
    enabled = true
  }
  list = [1, 2.5, null]
  count = var.a == "x" ? 1 : 0
}
locals {
  dump = true
  h = <<-EOT
    text
  EOT
}
resource "aws_s3_bucket" "c" {
  acl = lookup(var.x, "y", "<z>")
}

