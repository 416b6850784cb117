from django.urls import path

from console.directory import (
    views_companies,
    views_contacts,
    views_export,
    views_import,
    views_people,
)

app_name = "directory"
urlpatterns = [
    path("", views_people.people, name="people"),
    path("companies/", views_companies.companies, name="companies"),
    path("<slug:pbx>/companies/new/", views_companies.new, name="new_company"),
    path("<slug:pbx>/companies/<int:pk>/", views_companies.company, name="company"),
    path("<slug:pbx>/companies/<int:pk>/delete/", views_companies.delete, name="delete_company"),
    path("<slug:pbx>/mark/", views_people.mark, name="mark"),
    path("<slug:pbx>/contacts/new/", views_contacts.new, name="new"),
    path("<slug:pbx>/contacts/<int:pk>/", views_contacts.contact, name="contact"),
    path("<slug:pbx>/contacts/<int:pk>/delete/", views_contacts.delete, name="delete"),
    path("<slug:pbx>/extensions/<str:extension>/", views_contacts.extension, name="extension"),
    path("<slug:pbx>/export/<str:form>/", views_export.export, name="export"),
    path("<slug:pbx>/import/", views_import.upload, name="upload"),
    path("<slug:pbx>/import/<slug:token>/", views_import.preview, name="preview"),
]
